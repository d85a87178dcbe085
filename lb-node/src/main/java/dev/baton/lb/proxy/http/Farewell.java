package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.traffic.Multiplexing.By;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.TimeUnit;

/**
 * How a client of HTTP/2 is asked to leave (RFC 9113, section 6.8): first it hears that the connection will end, and once
 * it must have heard, which of its requests is the last one. That one and those before are answered.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class Farewell {

    /** A client that doesn't answer the PING that comes with the first word has this long. */
    private static final long HEARD_MILLIS = 500;

    private final MultiplexedConnection connection;
    private final Closing closing;
    private boolean begun;
    private boolean over;

    /** @param closing of the connection */
    Farewell(MultiplexedConnection connection, Closing closing) {
        this.connection = connection;
        this.closing = closing;
    }

    boolean isBegun() {
        return begun;
    }

    /** The node, or this frontend of it, wants to be rid of the connection. */
    void begin(Drain how) {
        if (how == Drain.LAST_WORD) {
            if (!over && !closing.isBegun()) {
                end();
            }
            return;
        }
        if (begun || over || closing.isBegun()) {
            return;
        }
        begun = true;
        connection.counts().goAway(By.BATON, Http2Error.NO_ERROR.code());
        goAway(Integer.MAX_VALUE);
        connection.encoder().writePing(context(), false, 0, promise());
        connection.flushSoon();
        connection.channel().eventLoop().schedule(this::heard, HEARD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The client has answered the PING, or had time to. */
    void heard() {
        if (begun && !over && !closing.isBegun()) {
            end();
        }
    }

    /** From now on nothing new is taken. */
    void end() {
        over = true;
        if (!begun) {
            connection.counts().goAway(By.BATON, Http2Error.NO_ERROR.code());
        }
        goAway(connection.connection().remote().lastStreamCreated());
        connection.flushSoon();
        unused();
    }

    /** The client sends nothing more, but may still read: what it has asked is answered. */
    void clientEnded() {
        over = true;
        unused();
    }

    /** Closes behind the last answer. */
    void unused() {
        if (over && connection.isUnused()) {
            closing.behindAnswer(connection.channel(), true);
        }
    }

    private void goAway(int lastStream) {
        connection.goAway(context(), lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, promise());
    }

    private ChannelHandlerContext context() {
        return connection.context();
    }

    private ChannelPromise promise() {
        return connection.context().newPromise();
    }
}
