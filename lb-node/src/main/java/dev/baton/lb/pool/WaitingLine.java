package dev.baton.lb.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a server with room, first come, first served, be it for any server or for a certain one. Everything is
 * O(1); any thread may call.
 */
final class WaitingLine {

    private final int longest;

    /** Each with a number that grows, so that those of several lines can be compared. */
    private final SequencedMap<Waiter, Long> forAny = new LinkedHashMap<>();

    private final SequencedMap<Waiter, Long>[] forOne;
    private long tickets;
    private int waiting;

    /** Read without the lock by every request, whether or not anybody ever waits. */
    private volatile int length;

    private volatile int any;
    private final AtomicIntegerArray one;

    /**
     * @param longest how many may wait
     * @param servers how many there are to wait for
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type arguments
    WaitingLine(int longest, int servers) {
        this.longest = longest;
        this.forOne = new SequencedMap[servers];
        this.one = new AtomicIntegerArray(servers);
    }

    /** How many wait. */
    int length() {
        return length;
    }

    /** How many would take any server. */
    int forAny() {
        return any;
    }

    /** How many wait for this server and no other. */
    int forOne(Server server) {
        return one.get(server.index());
    }

    /**
     * @return whether there was room
     */
    synchronized boolean join(Waiter waiter) {
        if (waiting >= longest) {
            return false;
        }
        Server wanted = waiter.wanted();
        if (wanted == null) {
            forAny.putLast(waiter, tickets++);
        } else {
            lineFor(wanted).putLast(waiter, tickets++);
        }
        count(wanted, 1);
        return true;
    }

    /**
     * @return whether it still waited; if not, it has been or will be served
     */
    synchronized boolean leave(Waiter waiter) {
        Server wanted = waiter.wanted();
        boolean waited = (wanted == null ? forAny : lineFor(wanted)).remove(waiter) != null;
        if (waited) {
            count(wanted, -1);
        }
        return waited;
    }

    /** Takes the first of those who would take any server out of the line; null when there is none. */
    synchronized @Nullable Waiter nextForAny() {
        return take(forAny, null);
    }

    /** Takes the first of those who wait for this server and no other out of the line; null when there is none. */
    synchronized @Nullable Waiter nextForOne(Server server) {
        return take(lineFor(server), server);
    }

    /** Of those who would take this server, takes the one who has waited longest out of the line. */
    synchronized @Nullable Waiter next(Server server) {
        Map.Entry<Waiter, Long> first = forAny.firstEntry();
        Map.Entry<Waiter, Long> own = lineFor(server).firstEntry();
        boolean anybody = own == null || (first != null && first.getValue() < own.getValue());
        return anybody ? nextForAny() : nextForOne(server);
    }

    private @Nullable Waiter take(SequencedMap<Waiter, Long> from, @Nullable Server wanted) {
        Map.Entry<Waiter, Long> first = from.pollFirstEntry();
        if (first == null) {
            return null;
        }
        count(wanted, -1);
        return first.getKey();
    }

    private void count(@Nullable Server wanted, int difference) {
        if (wanted == null) {
            any = forAny.size();
        } else {
            one.set(wanted.index(), lineFor(wanted).size());
        }
        waiting += difference;
        length = waiting;
    }

    private SequencedMap<Waiter, Long> lineFor(Server server) {
        SequencedMap<Waiter, Long> line = forOne[server.index()];
        if (line == null) {
            line = new LinkedHashMap<>();
            forOne[server.index()] = line;
        }
        return line;
    }
}
