package dev.baton.lb.config;

import java.time.Duration;

/**
 * How long a server may take.
 *
 * @param connect to accept a connection
 * @param server to send the next bytes of a response, or to take those of a request
 * @param tunnel that a TCP connection, or an upgraded one, may be silent in both directions
 * @param reuse that an unused connection is kept for the next request
 */
public record ServerTimeouts(Duration connect, Duration server, Duration tunnel, Duration reuse) {

    public static final ServerTimeouts DEFAULT = new ServerTimeouts(
            Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofSeconds(30));
}
