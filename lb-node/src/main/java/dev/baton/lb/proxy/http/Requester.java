package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.loop.Security;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who has asked for something and gets the answer: a connection of HTTP/1.1, or one stream of an HTTP/2 connection. Has
 * one request at a time. All of it happens on the event loop of its connection.
 */
interface Requester {

    /** The connection that the request came on. */
    Channel channel();

    /** Who is connected. */
    Client peer();

    /** What TLS has told of the connection; null where it is in clear. */
    @Nullable Security security();

    /** What is remembered of the present request for the log. */
    Trail trail();

    ClientTimeouts timeouts();

    /** The connections to servers that are of no use to anybody but this client. */
    OwnConnections ownConnections();

    /** Whether the present request was read to its end. */
    boolean isRequestDone();

    /** Whether the connection ends after this exchange, whatever the client said. */
    boolean isLeaving();

    /** Goes on with the request, as far as what was received and the server's readiness allow. */
    void process();

    /** Something has moved: the present state has its whole time again. */
    void touch();

    /** Whether more of the response may be written; {@link Exchange#clientWritable} hears of changes. */
    default boolean isWritable() {
        return channel().isWritable();
    }

    /** Sends off what was written of the response. */
    default void flush() {
        channel().flush();
    }

    /** How the response to the present request is written. */
    ResponseWriter response(RequestTraits traits, FieldEdits edits, Bond bond);

    /**
     * The request is answered without a server.
     *
     * @param answer a whole response of HTTP/1.1; given away
     * @param close whether the connection of HTTP/1.1 can't go on after it
     */
    void replied(ByteBuf answer, int status, boolean close);

    /**
     * The response is written.
     *
     * @param keep whether the connection may go on
     */
    void finished(boolean keep);

    /** Answers in the server's place; for HTTP/1.1 that ends the connection. */
    void refuse(Refusal refusal, boolean bodiless);

    /**
     * Breaks the response off, so that nobody takes what there is of it for the whole.
     *
     * @param reset whether the client would take an orderly end of the connection for the end of the response
     */
    void cut(boolean reset, Cause cause);

    /**
     * The request has become another protocol, which is passed on both ways from here on.
     *
     * @param server a connection to it with nobody else on it
     * @param rest what the server has sent ahead
     * @param silence how long both may be silent
     */
    void tunnel(DuplexChannel server, @Nullable ByteBuf rest, Duration silence);
}
