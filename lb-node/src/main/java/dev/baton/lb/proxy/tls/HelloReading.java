package dev.baton.lb.proxy.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.lb.proxy.hello.ClientHello;
import dev.baton.lb.proxy.hello.Ecdsa;
import dev.baton.lb.proxy.hello.Hello;
import dev.baton.lb.proxy.loop.Beginning;
import dev.baton.lb.proxy.loop.Security;
import dev.baton.lb.proxy.loop.Worker;
import dev.baton.lb.traffic.Handshakes.Failure;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Function;

/** Reads a client's first message, and gives the connection to the certificate that fits it. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write leaves nothing to be done
public final class HelloReading extends Beginning {

    /** A fatal alert: nothing is served under this name (RFC 6066, section 3). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private static final byte[] NOT_TLS = """
            HTTP/1.1 400 Bad Request\r
            Content-Type: text/plain\r
            Content-Length: 46\r
            Connection: close\r
            \r
            400 Bad Request: this port speaks TLS (https)
            """.getBytes(US_ASCII);

    private final Worker worker;
    private final Terminator terminator;
    private final Function<Security, ChannelHandler> next;

    /** @param next makes what handles the connection once it is secure */
    public HelloReading(Worker worker, Terminator terminator, Function<Security, ChannelHandler> next) {
        super(worker, terminator.config().handshakeTimeout());
        this.worker = worker;
        this.terminator = terminator;
        this.next = next;
    }

    @Override
    protected int bound() {
        return ClientHello.MAX_BYTES;
    }

    @Override
    protected Verdict judge(ChannelHandlerContext ctx, byte[] bytes) {
        return switch (ClientHello.read(bytes, bytes.length)) {
            case Hello.Incomplete(int atLeast) -> new Verdict.More(atLeast);
            case Hello.Named(String name, Ecdsa ecdsa) -> queue(ctx, name, ecdsa);
            case Hello.Nameless(Ecdsa ecdsa) -> queue(ctx, "", ecdsa);
            case Hello.Alien(String why) -> {
                if (isHttp(bytes)) {
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(NOT_TLS), ctx.voidPromise());
                    yield refuse(ctx, Failure.NOT_TLS, "HTTP in clear on a port that speaks TLS");
                }
                yield refuse(ctx, Failure.NOT_TLS, why);
            }
        };
    }

    /** What follows is signed, which costs as much as a hundred requests. */
    private Verdict queue(ChannelHandlerContext ctx, String name, Ecdsa offer) {
        boolean ecdsa = offer.isTaken(terminator.config().ciphers());
        long arrived = System.nanoTime();
        terminator.crowd().enter(ctx.channel());
        worker.pace().add(() -> proceed(ctx, () -> serve(ctx, name, ecdsa, arrived)));
        return new Verdict.Wait();
    }

    private Verdict serve(ChannelHandlerContext ctx, String name, boolean ecdsa, long arrived) {
        SslHandler handler = terminator.handler(ctx.alloc(), name, ecdsa);
        if (handler == null) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME), ctx.voidPromise());
            return refuse(
                    ctx, Failure.NAME, name.isEmpty() ? "no name asked for" : "no certificate for \"" + name + "\"");
        }
        handler.setHandshakeTimeoutMillis(leftMillis());
        ctx.pipeline().addLast(handler);
        return new Verdict.Next(new Handshake(terminator, name, handler, next, arrived), 0);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        boolean _ = terminator.crowd().leave(ctx.channel());
        super.channelInactive(ctx);
    }

    /** Methods are in capitals, and no handshake begins with one. */
    private static boolean isHttp(byte[] bytes) {
        return bytes.length > 0 && bytes[0] >= 'A' && bytes[0] <= 'Z';
    }

    @Override
    protected Verdict without(ChannelHandlerContext ctx, Lack why) {
        return refuse(
                ctx,
                switch (why) {
                    case ENDED -> Failure.ABANDONED;
                    case LATE -> Failure.TIMEOUT;
                },
                why.words());
    }

    private Verdict refuse(ChannelHandlerContext ctx, Failure kind, String why) {
        boolean _ = terminator.crowd().leave(ctx.channel());
        terminator.refuse(ctx.channel().remoteAddress(), kind, why);
        return new Verdict.Close();
    }
}
