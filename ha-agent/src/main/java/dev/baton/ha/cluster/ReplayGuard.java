package dev.baton.ha.cluster;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets each message through once: of one sender and stream only what is newer than all before. Not thread-safe.
 *
 * <p>An authenticated message can still be recorded and sent again. What keeps such a copy out is that its incarnation
 * and sequence have been seen.
 */
public final class ReplayGuard {

    private final Map<Stream, Position> newest = new HashMap<>();

    /**
     * @param node the sender
     * @param stream what is numbered on its own, such as a floating IP group
     * @return whether the message is newer than all before it
     */
    public boolean accept(String node, String stream, long incarnation, long sequence) {
        Stream key = new Stream(node, stream);
        Position position = new Position(incarnation, sequence);
        Position last = newest.get(key);
        if (last != null && !position.isAfter(last)) {
            return false;
        }
        newest.put(key, position);
        return true;
    }

    /**
     * Begins anew with a node that has just proven by other means that it lives: its clock, and so its incarnation, may
     * have been set back while it was away.
     */
    public void forget(String node) {
        newest.keySet().removeIf(stream -> stream.node().equals(node));
    }

    private record Stream(String node, String name) {}

    private record Position(long incarnation, long sequence) {

        boolean isAfter(Position other) {
            return incarnation != other.incarnation ? incarnation > other.incarnation : sequence > other.sequence;
        }
    }
}
