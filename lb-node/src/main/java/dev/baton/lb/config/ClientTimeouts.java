package dev.baton.lb.config;

import java.time.Duration;

/**
 * How long a client may take.
 *
 * @param header for a whole request head, from its first byte; for a whole PROXY header as well
 * @param idle between two requests, and before the first
 * @param client for the next bytes of a request, or for taking those of a response
 */
public record ClientTimeouts(Duration header, Duration idle, Duration client) {

    public static final ClientTimeouts DEFAULT =
            new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));
}
