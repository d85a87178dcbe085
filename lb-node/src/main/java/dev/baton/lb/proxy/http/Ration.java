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

    /** About 200 requests, or a good part of a DATA frame. */
    private static final int PIECE = 8192;

    private static final long SHARE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final MultiplexedConnection connection;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(0);
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
        } else if (data.readableBytes() <= PIECE) {
            connection.decode(ctx, data);
        } else {
            waiting.add(data);
            read(ctx);
        }
    }

    private void read(ChannelHandlerContext ctx) throws Exception {
        long began = System.nanoTime();
        while (isWaiting()) {
            connection.decode(ctx, piece());
            if (isWaiting() && System.nanoTime() - began > SHARE_NANOS) {
                connection.worker().worker().pace().add(() -> goOn(ctx));
                break;
            }
        }
        connection.listen();
    }

    private ByteBuf piece() {
        ByteBuf first = waiting.element();
        return first.readableBytes() > PIECE ? first.readRetainedSlice(PIECE) : waiting.remove();
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
