package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import io.netty.channel.Channel;

/** A listening socket. It may outlive the frontend that it was bound for, when another one takes its address over. */
final class Listening {

    private final Channel channel;
    private final Listener listener;
    private final Accepted accepted;

    Listening(Channel channel, Listener listener, Accepted accepted) {
        this.channel = channel;
        this.listener = listener;
        this.accepted = accepted;
    }

    Channel channel() {
        return channel;
    }

    /** From now on clients come in for this frontend; before the first time, they wait in the kernel. */
    void serve(FrontendConfig frontend, Door door) {
        accepted.through(door);
        listener.serve(frontend.name(), frontend.maxConnections());
    }

    /** Returns when nobody can come in any more. */
    void close() {
        accepted.close();
        channel.close().awaitUninterruptibly();
    }
}
