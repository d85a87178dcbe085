package dev.baton.ha.cluster;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.vrrp.Advertisement;

/**
 * What one node sends to others.
 *
 * @param node the sender's name
 * @param incarnation the sender's present life on the interconnect; grows with each start
 * @param sequence grows by one with each envelope of this incarnation
 * @param presencePort the TCP port on which the sender's process proves that it lives
 * @param content what it says
 */
public record Envelope(String node, long incarnation, long sequence, int presencePort, Content content) {

    public Envelope {
        requireNonNull(node, "node is null");
        requireNonNull(content, "content is null");
    }

    /** What an envelope holds. */
    public sealed interface Content {}

    /** A heartbeat in one floating IP group; the advertisement's node is the envelope's. */
    public record Heartbeat(Advertisement advertisement) implements Content {}

    /** A command to the receiver. */
    public record Order(Command command) implements Content {}

    /** Nothing but the envelope: I am here. */
    public record Hello() implements Content {}
}
