package dev.baton.lb.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import org.jspecify.annotations.Nullable;

/** Brings what was accepted from one socket to the door of its frontend. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class Accepted extends ChannelInitializer<Channel> {

    private final Workers workers;
    private volatile @Nullable Door door;
    private volatile boolean closed;

    Accepted(Workers workers) {
        this.workers = workers;
    }

    void through(Door now) {
        door = now;
    }

    /** Whoever still comes is sent away. */
    void close() {
        closed = true;
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    protected void initChannel(Channel channel) {
        Door in = door;
        if (in == null || closed) {
            channel.close();
        } else {
            in.enter(channel, workers.of(channel.eventLoop()));
        }
    }
}
