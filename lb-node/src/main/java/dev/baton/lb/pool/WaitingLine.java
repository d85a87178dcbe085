package dev.baton.lb.pool;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** Who waits for a server with room, first come, first served. Everything is O(1); any thread may call. */
final class WaitingLine {

    private final int longest;
    private final SequencedSet<Waiter> line = new LinkedHashSet<>();

    /** Read without the lock by every request, whether or not anybody ever waits. */
    private volatile int length;

    /** @param longest how many may wait */
    WaitingLine(int longest) {
        this.longest = longest;
    }

    int length() {
        return length;
    }

    /**
     * @return whether there was room
     */
    synchronized boolean join(Waiter waiter) {
        if (line.size() >= longest) {
            return false;
        }
        line.addLast(waiter);
        length = line.size();
        return true;
    }

    /**
     * @return whether it still waited; if not, it has been or will be served
     */
    synchronized boolean leave(Waiter waiter) {
        boolean waited = line.remove(waiter);
        length = line.size();
        return waited;
    }

    /** Takes the first out of the line; null when nobody waits. */
    synchronized @Nullable Waiter next() {
        if (line.isEmpty()) {
            return null;
        }
        Waiter first = line.removeFirst();
        length = line.size();
        return first;
    }
}
