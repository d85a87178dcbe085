package dev.baton.lb.affinity;

/**
 * What the other nodes have not been told yet of one segment: marks on the entries themselves, so a key is told once
 * however often it changed, and a flood of changes takes no memory beyond the table. A short queue of keys saves
 * looking for the marks; when it has overflowed, they are looked for. Guarded by the segment's lock.
 */
final class Changes {

    private static final int QUEUE = 128;

    private final Keys queue = new Keys(QUEUE);
    private boolean overflown;
    private int scanned;
    private volatile int marked;
    private volatile long sinceNanos;

    /** The entry of this key has just been marked. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the segment's lock
    void add(long high, long low) {
        if (marked == 0) {
            sinceNanos = System.nanoTime();
        }
        marked++;
        if (!overflown && !queue.add(high, low, 0)) {
            overflown = true;
            scanned = 0;
        }
    }

    /** A mark has gone with its entry. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the segment's lock
    void forget() {
        marked--;
    }

    boolean any() {
        return marked > 0;
    }

    int count() {
        return marked;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    boolean drain(Slots slots, EntrySink sink, int most) {
        int given = 0;
        while (queue.any() && given++ < most) {
            int at = slots.find(queue.high(), queue.low());
            if (at >= 0 && !give(slots, at, sink)) {
                return false;
            }
            queue.pop();
        }
        if (overflown && !queue.any()) {
            return drainMarked(slots, sink, most);
        }
        return true;
    }

    /** Goes on where it ended last; entries that moved behind it meanwhile are found in the next round. */
    private boolean drainMarked(Slots slots, EntrySink sink, int most) {
        int given = 0;
        for (int probes = 0; marked > 0 && given < most && probes <= slots.mask; probes++) {
            int at = scanned & slots.mask;
            if ((slots.meta[at] & Slots.DIRTY) != 0) {
                if (!give(slots, at, sink)) {
                    return false;
                }
                given++;
            }
            scanned = at + 1;
        }
        if (marked == 0) {
            overflown = false;
        }
        return true;
    }

    private boolean give(Slots slots, int at, EntrySink sink) {
        long meta = slots.meta[at];
        if ((meta & Slots.DIRTY) == 0) {
            return true;
        }
        long clean = meta & ~Slots.DIRTY;
        if (!sink.entry(slots.high[at], slots.low[at], slots.version[at], clean, slots.expiry[at])) {
            return false;
        }
        slots.meta[at] = clean;
        forget();
        return true;
    }
}
