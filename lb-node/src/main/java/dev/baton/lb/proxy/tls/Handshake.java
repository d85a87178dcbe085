package dev.baton.lb.proxy.tls;

import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.proxy.loop.Security;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the engine. Lets nobody hear of the connection before the handshake is over, and tells of the end that
 * TLS has as of any other.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class Handshake extends ChannelInboundHandlerAdapter {

    private final Terminator terminator;
    private final String name;
    private final SslHandler engine;
    private final Function<Security, ChannelHandler> next;
    private final long arrived;
    private final long beganMillis = System.currentTimeMillis();
    private boolean done;
    private @Nullable Drain draining;
    private boolean ended;

    /**
     * @param name what the client has asked for
     * @param arrived when it did so, in nanoseconds
     */
    Handshake(
            Terminator terminator,
            String name,
            SslHandler engine,
            Function<Security, ChannelHandler> next,
            long arrived) {
        this.arrived = arrived;
        this.terminator = terminator;
        this.name = name;
        this.engine = engine;
        this.next = next;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Not for those behind yet.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent handshake -> {
                if (handshake.isSuccess()) {
                    begin(ctx);
                } else {
                    refuse(ctx, handshake.cause());
                }
            }
            case SslCloseCompletionEvent _ -> end(ctx);
            case ChannelInputShutdownEvent _ -> end(ctx);
            case Drain drain when !done -> draining = drain;
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        done = true;
        boolean _ = terminator.crowd().leave(ctx.channel());
        Security security = security();
        terminator.handshakes().succeeded(security.resumed(), System.nanoTime() - arrived);
        Security.tell(ctx.channel(), security);
        ctx.pipeline().addLast(next.apply(security));
        ctx.fireChannelActive();
        if (draining != null) {
            ctx.fireUserEventTriggered(draining);
        }
    }

    private Security security() {
        SSLSession session = engine.engine().getSession();
        X509Certificate client = client(session);
        String alpn = engine.applicationProtocol();
        return new Security(
                session.getProtocol(),
                session.getCipherSuite(),
                Engine.isResumed(engine.engine(), beganMillis),
                name,
                alpn == null ? "" : alpn,
                client,
                terminator.fields().of(client));
    }

    private static @Nullable X509Certificate client(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate ? certificate : null;
        } catch (SSLPeerUnverifiedException _) {
            return null;
        }
    }

    private void refuse(ChannelHandlerContext ctx, Throwable cause) {
        if (terminator.crowd().leave(ctx.channel())) {
            terminator.refused(ctx.channel().remoteAddress(), cause);
        }
        ctx.close();
    }

    /** Once, whether TLS says so, or TCP, or both. */
    private void end(ChannelHandlerContext ctx) {
        if (!done) {
            ctx.close();
        } else if (!ended) {
            ended = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (done) {
            ctx.fireExceptionCaught(cause);
        } else {
            ctx.close();
        }
    }
}
