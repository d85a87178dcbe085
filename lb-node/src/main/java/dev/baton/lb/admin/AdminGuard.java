package dev.baton.lb.admin;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what the clients of one listener can hold: how many there are, and how long each may take from connecting to the
 * last byte of its answer, however slowly it sends or reads.
 */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // a loop that takes no tasks any more has closed everything
final class AdminGuard extends ChannelInboundHandlerAdapter {

    static final int MAX_CONNECTIONS = 256;

    /** Longer than a reload of a whole cluster may take. */
    private static final long MAX_SECONDS = 60;

    private final AtomicInteger connections = new AtomicInteger();

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        ctx.channel().closeFuture().addListener(_ -> connections.decrementAndGet());
        if (connections.incrementAndGet() > MAX_CONNECTIONS) {
            ctx.close();
            return;
        }
        var end = ctx.executor().schedule(() -> ctx.close(), MAX_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(_ -> end.cancel(false));
        super.channelActive(ctx);
    }
}
