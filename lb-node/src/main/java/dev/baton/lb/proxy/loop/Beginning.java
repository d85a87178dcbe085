package dev.baton.lb.proxy.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a client's connection, however they are split, and then makes way for what handles the
 * rest. It works whether the channel reads by itself or not. Bounded in time here, and in bytes by who judges them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
public abstract class Beginning extends ChannelInboundHandlerAdapter {

    private final Worker worker;
    private final Duration patience;
    private @Nullable Deadline deadline;
    private @Nullable ByteBuf received;
    private int wanted = 1;
    private boolean waiting;
    private boolean autoRead;
    private boolean ended;
    private @Nullable Drain draining;
    private boolean over;

    /** @param patience how long the bytes may take, from the moment on that the connection is accepted */
    protected Beginning(Worker worker, Duration patience) {
        this.worker = worker;
        this.patience = patience;
    }

    /** What is to happen next. */
    protected sealed interface Verdict {

        /** @param atLeast how many bytes there must be to tell */
        record More(int atLeast) implements Verdict {}

        /**
         * @param handler takes over
         * @param consumed how many of the bytes it does not see
         */
        record Next(ChannelHandler handler, int consumed) implements Verdict {}

        /** Nothing more is read, until {@link Beginning#proceed}. */
        record Wait() implements Verdict {}

        /** The connection is closed. */
        record Close() implements Verdict {}
    }

    /** Why there are not enough bytes. */
    protected enum Lack {
        ENDED("the client ended before its first bytes were whole"),
        LATE("the first bytes did not come in time");

        private final String words;

        Lack(String words) {
            this.words = words;
        }

        /** For operators. */
        public String words() {
            return words;
        }
    }

    /** @param bytes those that came, and no more than the first {@link #bound} */
    protected abstract Verdict judge(ChannelHandlerContext ctx, byte[] bytes);

    /** How many bytes are looked at. */
    protected abstract int bound();

    /** Not enough bytes came. */
    protected abstract Verdict without(ChannelHandlerContext ctx, Lack why);

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Deadline limit = new Patience(ctx);
        limit.in(patience);
        worker.deadlines().add(limit);
        deadline = limit;
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        ByteBuf all =
                received == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, bytes);
        received = all;
        if (!over && !waiting && all.readableBytes() >= wanted) {
            byte[] first = new byte[Math.min(all.readableBytes(), bound())];
            all.getBytes(all.readerIndex(), first);
            follow(ctx, judge(ctx, first));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!over && !waiting) {
            ctx.read();
        }
    }

    /**
     * The wait is over; does nothing if the connection is.
     *
     * @param next what is to happen then
     */
    protected final void proceed(ChannelHandlerContext ctx, Supplier<Verdict> next) {
        if (!over) {
            waiting = false;
            ctx.channel().config().setAutoRead(autoRead);
            ChannelPipeline pipeline = ctx.pipeline();
            follow(ctx, next.get());
            pipeline.fireChannelReadComplete(); // Who has taken over flushes then.
        }
    }

    /** How many milliseconds are left of the patience, at least one. */
    protected final long leftMillis() {
        return deadline == null
                ? patience.toMillis()
                : Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline.atNanos - System.nanoTime()));
    }

    private void follow(ChannelHandlerContext ctx, Verdict verdict) {
        switch (verdict) {
            case Verdict.More(int atLeast) -> wanted = atLeast;
            case Verdict.Next(ChannelHandler handler, int consumed) -> makeWay(ctx, handler, consumed);
            case Verdict.Wait() -> {
                waiting = true;
                autoRead = ctx.channel().config().isAutoRead();
                ctx.channel().config().setAutoRead(false);
            }
            case Verdict.Close() -> close(ctx);
        }
    }

    private void makeWay(ChannelHandlerContext ctx, ChannelHandler handler, int consumed) {
        end();
        ByteBuf rest = received;
        received = null;
        ctx.pipeline().addLast(handler);
        ctx.fireChannelActive();
        if (rest != null && rest.skipBytes(consumed).isReadable()) {
            ctx.fireChannelRead(rest);
        } else if (rest != null) {
            rest.release();
        }
        if (ended) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        if (draining != null) {
            ctx.fireUserEventTriggered(draining);
        }
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    /** Closes the connection at once; what else comes is not looked at. */
    protected final void close(ChannelHandlerContext ctx) {
        end();
        ctx.close();
    }

    private void end() {
        over = true;
        if (deadline != null) {
            worker.deadlines().remove(deadline);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (over) {
            ctx.fireUserEventTriggered(event);
        } else if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            if (received == null) {
                close(ctx); // Whoever asks for nothing only looks whether somebody listens.
            } else {
                follow(ctx, without(ctx, Lack.ENDED));
            }
        } else if (event instanceof Drain drain) {
            draining = drain;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx);
    }

    private final class Patience extends Deadline {

        private final ChannelHandlerContext ctx;

        Patience(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        protected void expired() {
            if (!over) {
                follow(ctx, without(ctx, Lack.LATE));
            }
        }
    }
}
