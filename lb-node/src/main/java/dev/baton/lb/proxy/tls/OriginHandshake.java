package dev.baton.lb.proxy.tls;

import static dev.baton.lb.proxy.tls.OriginContexts.HTTP_2;

import dev.baton.lb.proxy.loop.HandshakeException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the engine towards a server. Nobody behind it hears of a handshake that fails. Whether the server has
 * said that all is sent decides whether an end is one or a cut (RFC 8446, section 6.1).
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class OriginHandshake extends ChannelInboundHandlerAdapter {

    private final ChannelPromise ready;
    private final @Nullable SslHandler http2;
    private boolean done;
    private boolean ended;

    /**
     * @param ready ends with the handshake
     * @param http2 the engine, where it must agree to HTTP/2
     */
    OriginHandshake(ChannelPromise ready, @Nullable SslHandler http2) {
        this.http2 = http2;
        this.ready = ready;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent handshake -> {
                if (handshake.isSuccess() && http2 != null && !HTTP_2.equals(http2.applicationProtocol())) {
                    ready.tryFailure(new HandshakeException(Reasons.NO_HTTP_2, false, null));
                    ctx.close();
                } else if (handshake.isSuccess()) {
                    done = true;
                    ready.trySuccess();
                } else {
                    fail(handshake.cause());
                }
            }
            case SslCloseCompletionEvent closing -> {
                if (closing.isSuccess() && done && !ended) {
                    ended = true;
                    ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
                }
            }
            case ChannelInputShutdownEvent _ -> {
                if (done && !ended) {
                    ended = true;
                    ctx.fireExceptionCaught(new EOFException("cut: closed without close_notify"));
                }
            }
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (done) {
            ctx.fireExceptionCaught(cause);
        } else {
            fail(cause);
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (done) {
            ctx.fireChannelInactive();
        } else {
            fail(new ClosedChannelException());
        }
    }

    private void fail(Throwable cause) {
        String why = http2 == null ? Reasons.of(cause) : Reasons.ofHttp2(cause);
        ready.tryFailure(new HandshakeException(why, cause instanceof SslHandshakeTimeoutException, cause));
    }
}
