package dev.baton.lb.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a client sends a piece at a time: a thousand requests fit into what one read brings, and whoever shares the
 * event loop must not wait until all of them are judged. What a millisecond does not suffice for waits in line with that of
 * others, and no more is read from the client until it is through.
 */
final class Ration {

    /** About ten requests, each of which may open a connection to a server. */
    private static final int SMALLEST = 512;

    /** More than one read brings. */
    private static final int LARGEST = 1 << 16;

    private static final long SHARE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long CHEAP_NANOS = SHARE_NANOS / 10;

    private final MultiplexedConnection connection;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(0);

    /** How much is read before the clock is looked at: twice as much after what was cheap, half after what was not. */
    private int size = SMALLEST;

    private boolean ended;

    Ration(MultiplexedConnection connection) {
        this.connection = connection;
    }

    /** Whether something that came is yet to be read. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** @param data given away */
    void received(ChannelHandlerContext ctx, ByteBuf data) throws Exception {
        if (isWaiting()) {
            waiting.add(data);
        } else if (data.readableBytes() <= size) {
            connection.decode(ctx, data);
        } else {
            waiting.add(data);
            read(ctx);
        }
    }

    private void read(ChannelHandlerContext ctx) throws Exception {
        long began = System.nanoTime();
        long pieceBegan = began;
        while (isWaiting()) {
            connection.decode(ctx, piece());
            long now = System.nanoTime();
            adapt(now - pieceBegan);
            pieceBegan = now;
            if (isWaiting() && now - began > SHARE_NANOS) {
                connection.worker().worker().pace().add(() -> goOn(ctx));
                break;
            }
        }
        connection.listen();
    }

    private ByteBuf piece() {
        ByteBuf first = waiting.element();
        return first.readableBytes() > size ? first.readRetainedSlice(size) : waiting.remove();
    }

    private void adapt(long tookNanos) {
        if (tookNanos < CHEAP_NANOS) {
            size = Math.min(2 * size, LARGEST);
        } else if (tookNanos > SHARE_NANOS) {
            size = Math.max(size / 2, SMALLEST);
        }
    }

    private void goOn(ChannelHandlerContext ctx) {
        try {
            read(ctx);
            connection.channelReadComplete(ctx);
        } catch (Exception e) {
            ctx.pipeline().fireExceptionCaught(e);
        }
        if (ended && !isWaiting()) {
            connection.clientEnded();
        }
    }

    /** The client sends nothing more. */
    void ended() {
        ended = true;
        if (!isWaiting()) {
            connection.clientEnded();
        }
    }

    /** Nobody wants it any more. */
    void drop() {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }
}
