package dev.baton.lb.proxy;

import dev.baton.lb.proxy.loop.Failures;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the acceptor of a listening socket. It pauses while the frontend has as many clients as it may, so that
 * others wait in the kernel, in order. It also pauses when a connection can't be accepted (mostly: no descriptor is
 * left), because the socket stays readable and the loop would spin.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class Listener extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    /** Between two reports of a full frontend, which may fill and empty many times a second. */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private volatile String frontend = "";
    private volatile int most;
    private volatile @Nullable ChannelHandlerContext context;
    private final AtomicInteger clients = new AtomicInteger();
    private volatile boolean full;
    private boolean failing;
    private long reported = System.nanoTime() - REPORT_NANOS;

    /**
     * Accepts for this frontend from now on.
     *
     * @param clientsAtMost how many clients may be connected at once
     */
    void serve(String name, int clientsAtMost) {
        frontend = name;
        most = clientsAtMost;
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> resume(ctx));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel client = (Channel) message;
        client.closeFuture().addListener(_ -> left(ctx));
        if (clients.incrementAndGet() >= most) {
            full = true;
            // The accept loop looks at this after each connection.
            ctx.channel().config().setAutoRead(false);
            report();
            resume(ctx);
        }
        ctx.fireChannelRead(message);
    }

    /** On the loop of the client. */
    private void left(ChannelHandlerContext ctx) {
        clients.decrementAndGet();
        if (full) {
            ctx.executor().execute(() -> resume(ctx));
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        full = clients.get() >= most;
        if (!full && !failing) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void report() {
        if (System.nanoTime() - reported >= REPORT_NANOS) {
            reported = System.nanoTime();
            log.warn("frontend \"{}\": {} clients, its max_connections; more wait until one leaves", frontend, most);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!failing) {
            failing = true;
            log.warn("frontend \"{}\": accept failed: {}; trying again in 1 s", frontend, Failures.connect(cause));
            ctx.channel().config().setAutoRead(false);
            ctx.executor()
                    .schedule(
                            () -> {
                                failing = false;
                                resume(ctx);
                            },
                            1,
                            TimeUnit.SECONDS);
        }
    }
}
