package dev.baton.lb.proxy.loop;

import dev.baton.lb.config.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.time.Duration;

/** Speaks TLS with servers. */
@FunctionalInterface
public interface Encryption {

    /**
     * Begins the handshake on a connection that a server has accepted. Handlers that are there hear nothing of it before
     * it has succeeded. From then on an end that TLS has not announced is an exception to them, as a reset is.
     *
     * @param purpose what the connection is for
     * @param atMost how long it may take
     * @param ready ends with the handshake; a failure is a {@link HandshakeException}
     */
    void begin(Channel connected, ServerTls how, Approach.Purpose purpose, Duration atMost, ChannelPromise ready);
}
