package dev.baton.lb.proxy.loop;

import java.time.Duration;

/**
 * How long anything may take; no state of a connection is without a bound.
 *
 * @param connect a server may take to accept a connection
 * @param header a client may take for a whole request head, from its first byte
 * @param idle a client may keep a connection without a request
 * @param progress a request may stand still: no byte from the server that should answer, or none taken or sent by the
 *     client
 * @param tunnel a TCP connection (or an upgraded one) may stay silent in both directions
 * @param serverIdle an unused connection to a server is kept for reuse
 * @param linger a client that was refused may take to read the answer and close
 */
public record Timeouts(
        Duration connect,
        Duration header,
        Duration idle,
        Duration progress,
        Duration tunnel,
        Duration serverIdle,
        Duration linger) {

    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));
}
