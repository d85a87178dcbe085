package dev.baton.lb.proxy.origin;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * The two ends of the connection that a client made to the first proxy.
 *
 * @param source the client
 * @param destination what the client connected to
 */
public record Origin(InetSocketAddress source, InetSocketAddress destination) {

    public Origin {
        requireNonNull(source, "source is null");
        requireNonNull(destination, "destination is null");
    }
}
