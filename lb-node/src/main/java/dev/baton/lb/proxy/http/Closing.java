package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.Ends;
import dev.baton.lb.proxy.loop.Resets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How a client's connection ends, so that the client loses nothing and takes nothing for what it isn't. */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class Closing {

    /** A client that was refused may take this long to read the answer and close. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** More than that is not read meanwhile: a flood would cost as much behind its end as before. */
    private static final int MOST_DISCARDED = 1 << 20;

    /** A connection that was made just before a stop may have its request on the way. */
    private static final long FRESH_MILLIS = 500;

    private final Deadline deadline;
    private boolean begun;
    private int discarded;

    /** @param deadline the connection's */
    Closing(Deadline deadline) {
        this.deadline = deadline;
    }

    /** Whether nothing that still comes from the client is looked at. */
    boolean isBegun() {
        return begun;
    }

    /** Whether what comes from the client is read, to be thrown away. */
    boolean isReading() {
        return begun && discarded < MOST_DISCARDED;
    }

    /** Throws away what comes behind the end. Whoever sends too much has to wait with the rest until it is closed. */
    void discard(Channel channel, ByteBuf data) {
        discarded += data.readableBytes();
        data.release();
        if (!isReading()) {
            channel.config().setAutoRead(false);
        }
    }

    /** It has ended, or somebody else ends it. */
    void done() {
        begun = true;
    }

    /**
     * Closes behind what is written, unless it has begun already.
     *
     * @param clean nothing more can be on its way from the client. Otherwise what comes is read and thrown away for a
     *     while: closing on it would make the kernel send a reset, which takes our answer away from the client.
     */
    void behindAnswer(Channel channel, boolean clean) {
        if (begun) {
            return;
        }
        begun = true;
        if (clean) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        deadline.in(LINGER);
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Ends.output((DuplexChannel) channel));
    }

    /**
     * Closes what is not in use.
     *
     * @param served whether it was in use before. Otherwise its first request may be on the way, and it gets some time.
     * @param still whether it is not in use then
     */
    void unused(Channel channel, boolean served, BooleanSupplier still) {
        if (served) {
            channel.close();
            return;
        }
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (still.getAsBoolean()) {
                                channel.close();
                            }
                        },
                        FRESH_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /**
     * Closes in the middle of a response.
     *
     * @param reset whether the client would take an orderly end for the end of the response
     */
    void cut(Channel channel, boolean reset) {
        begun = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            if (reset) {
                Resets.close(channel);
            } else {
                channel.close();
            }
        });
    }
}
