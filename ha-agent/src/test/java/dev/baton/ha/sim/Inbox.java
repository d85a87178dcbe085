package dev.baton.ha.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What has happened to a process and was not taken note of yet, in the order in which it happened. */
final class Inbox {

    /** Between two messages that a process finds when it goes on. */
    private static final long APART = 500_000;

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** @param fromNanos when it is there to be taken, in world time */
    private record Waiting(Node.Event event, long fromNanos) {}

    void add(Node.Event event, long nowNanos) {
        Waiting last = waiting.peekLast();
        waiting.add(new Waiting(event, last == null ? nowNanos : Math.max(last.fromNanos, nowNanos)));
    }

    /** It is taken before what came earlier. */
    void addFirst(Node.Event event, long nowNanos) {
        Waiting first = waiting.peekFirst();
        waiting.addFirst(new Waiting(event, first == null ? nowNanos : Math.min(first.fromNanos, nowNanos)));
    }

    /** The next that is there by now, or null. */
    Node.@Nullable Event poll(long nowNanos) {
        return nextNanos() <= nowNanos ? waiting.remove().event : null;
    }

    /** When the next is there; {@link Long#MAX_VALUE} if there is none. */
    long nextNanos() {
        Waiting next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.fromNanos;
    }

    /** What waits comes in one after the other from now on. */
    void spread(long nowNanos, SplittableRandom random) {
        List<Waiting> buffered = List.copyOf(waiting);
        waiting.clear();
        long at = nowNanos;
        for (Waiting each : buffered) {
            at += random.nextLong(APART);
            waiting.add(new Waiting(each.event, at));
        }
    }

    int size() {
        return waiting.size();
    }

    void clear() {
        waiting.clear();
    }
}
