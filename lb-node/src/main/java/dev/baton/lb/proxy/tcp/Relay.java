package dev.baton.lb.proxy.tcp;

import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.Ends;
import dev.baton.lb.proxy.loop.Resets;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relayed connection: what arrives here is written to the peer. Reading stops while the peer can't
 * take more. An end of stream is passed on as one, and a reset as a reset, so that a receiver can tell them apart.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
public final class Relay extends ChannelInboundHandlerAdapter {

    private final DuplexChannel peer;
    private final Silence silence;
    private final Tally tally;
    private @Nullable Relay opposite;
    private boolean ended;

    private Relay(DuplexChannel peer, Silence silence, Tally tally) {
        this.tally = tally;
        this.peer = peer;
        this.silence = silence;
    }

    /**
     * Joins two connected channels of one event loop, and reads from both from now on. What was read before must have
     * been written to the other one; an end of stream that came before is passed on here.
     *
     * @param a the client's
     * @param b the server's
     * @param tunnel how long both may be silent
     * @param trail what is remembered of it for the log; ended here
     */
    public static void join(Worker worker, DuplexChannel a, DuplexChannel b, Duration tunnel, Trail trail) {
        Silence silence = new Silence(worker, a, b, tunnel, trail);
        Relay fromA = new Relay(b, silence, new Tally(trail, true));
        Relay fromB = new Relay(a, silence, new Tally(trail, false));
        fromA.opposite = fromB;
        fromB.opposite = fromA;
        a.pipeline().addLast(fromA);
        b.pipeline().addLast(fromB);
        silence.begin();
        a.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        b.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        a.config().setAutoRead(true);
        b.config().setAutoRead(true);
        fromA.passOnEarlyEnd(a);
        fromB.passOnEarlyEnd(b);
    }

    /** The event was fired when nobody was there to hear it. */
    private void passOnEarlyEnd(DuplexChannel self) {
        if (Ends.isInputOver(self) && self.isActive() && !ended) {
            passOnEnd(self);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        silence.broken();
        tally.count((ByteBuf) message);
        peer.write(message, peer.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
        if (!peer.isWritable()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        silence.broken();
        peer.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            passOnEnd(ctx.channel());
        }
    }

    private void passOnEnd(Channel self) {
        ended = true;
        // Behind everything that is still to be written: shutting down at once would drop it.
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endPeer(self));
    }

    private void endPeer(Channel self) {
        if (opposite != null && opposite.ended) {
            self.close();
            peer.close();
        } else {
            Ends.output(peer);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        silence.end();
        tally.closed(ended && opposite != null && opposite.ended);
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        tally.broken();
        Resets.close(peer);
        ctx.close();
    }

    /** Cuts a connection on which nothing moved in either direction for too long. */
    private static final class Silence extends Deadline {

        private final Worker worker;
        private final Channel a;
        private final Channel b;
        private final Duration tunnel;
        private final Trail trail;

        Silence(Worker worker, Channel a, Channel b, Duration tunnel, Trail trail) {
            this.trail = trail;
            this.worker = worker;
            this.a = a;
            this.b = b;
            this.tunnel = tunnel;
        }

        void begin() {
            broken();
            worker.deadlines().add(this);
        }

        void broken() {
            in(tunnel);
        }

        void end() {
            worker.deadlines().remove(this);
        }

        @Override
        protected void expired() {
            trail.end(Cause.CLIENT_LATE);
            a.close();
            b.close();
        }
    }
}
