package dev.baton.lb.affinity;

import java.util.concurrent.locks.StampedLock;

/**
 * A part of the table under one lock. Readers take it optimistically: they look, and look again if a writer was there
 * meanwhile.
 *
 * <p>What bounds it: at {@code limit} entries a write of this node pushes one out, the first that a hand going round
 * finds expired or not read since it came by last (CLOCK). What comes from other nodes, which push out by themselves
 * and say so, has a little more room.
 */
final class Segment {

    private static final int MAX_DROPS = 128;

    private final StampedLock lock = new StampedLock();
    private final Names names;
    private final int limit;
    private final Marks marks;
    private final int index;
    private final Changes changes = new Changes();
    private final Keys drops = new Keys(MAX_DROPS);
    private Slots slots = Slots.NONE;
    private int entries;
    private int tombstones;
    private int hand;
    private long digest;

    /**
     * @param marks where it says under {@code index} that it has changes
     */
    Segment(Names names, int limit, Marks marks, int index) {
        this.names = names;
        this.marks = marks;
        this.index = index;
        this.limit = limit;
    }

    /** What is there for a key, as it was at one moment. */
    Found find(long high, long low) {
        while (true) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                Slots seen = slots;
                int at = seen.find(high, low);
                if (at < 0 && lock.validate(stamp)) {
                    return Found.NOTHING;
                }
                if (at >= 0) {
                    long meta = seen.meta[at];
                    int expiry = seen.expiry[at];
                    if (lock.validate(stamp)) {
                        touch(seen, at);
                        return new Found(meta, expiry);
                    }
                }
            }
            Thread.onSpinWait();
        }
    }

    /** A race that marks another entry, or none, costs nothing but a little of the order. */
    private static void touch(Slots seen, int at) {
        if (seen.used[at] == 0) {
            seen.used[at] = 1;
        }
    }

    /** An entry as a reader saw it; never leaves the reader's frame, so that it costs no memory. */
    record Found(long meta, int expiry) {

        static final Found NOTHING = new Found(0, 0);

        boolean isAliveAt(int now) {
            return meta != 0 && !Slots.isTombstone(meta) && expiry - now > 0;
        }
    }

    /** Writes for this node; the version is taken inside so that it is later than what it replaces. */
    void put(long high, long low, long meta, int expiry, int now, LogicalClock clock) {
        long stamp = lock.writeLock();
        try {
            int at = slots.find(high, low);
            if (at < 0 && entries + tombstones >= limit) {
                evict(now, true);
            }
            store(high, low, clock.next(), meta, expiry, true);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** @return whether there was a live entry */
    boolean remove(long high, long low, int writer, int expiry, int now, LogicalClock clock) {
        long stamp = lock.writeLock();
        try {
            int at = slots.find(high, low);
            if (at < 0 || Slots.isTombstone(slots.meta[at])) {
                return false;
            }
            boolean alive = slots.expiry[at] - now > 0;
            int backend = Slots.backend(slots.meta[at]);
            store(high, low, clock.next(), Slots.meta(backend, backend, writer, Slots.TOMBSTONE), expiry, true);
            return alive;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /**
     * Takes what another node or a former life wrote, unless what is here is as late.
     *
     * @return whether it was taken
     */
    boolean merge(long high, long low, long version, long meta, int expiry, int now) {
        long stamp = lock.writeLock();
        try {
            int at = slots.find(high, low);
            if (at >= 0 && !isLater(version, meta, at)) {
                return false;
            }
            if (at < 0 && entries + tombstones >= limit + limit / 16 + 2) {
                evict(now, false);
            }
            store(high, low, version, meta, expiry, false);
            return true;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Another node has pushed an entry out of its table. */
    void drop(long high, long low, long version) {
        long stamp = lock.writeLock();
        try {
            int at = slots.find(high, low);
            if (at >= 0 && slots.version[at] <= version && (slots.meta[at] & Slots.DIRTY) == 0) {
                erase(at);
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** The last writer wins; of two at once the one with the greater number, then the one with the greater name. */
    private boolean isLater(long version, long meta, int at) {
        if (version != slots.version[at]) {
            return version > slots.version[at];
        }
        int writer = Slots.writer(meta);
        int known = Slots.writer(slots.meta[at]);
        if (writer != known) {
            return writer > known;
        }
        if (Slots.isTombstone(meta) != Slots.isTombstone(slots.meta[at])) {
            return Slots.isTombstone(meta);
        }
        return names.name(Slots.server(meta)).compareTo(names.name(Slots.server(slots.meta[at]))) > 0;
    }

    private void store(long high, long low, long version, long newMeta, int expiry, boolean dirty) {
        int at = slots.find(high, low);
        boolean known = at >= 0;
        boolean wasDirty = false;
        if (known) {
            wasDirty = (slots.meta[at] & Slots.DIRTY) != 0;
            uncount(at);
        } else {
            if (4 * (entries + tombstones + 1) > 3 * (slots.mask + 1)) {
                slots = slots.grown();
                at = slots.find(high, low);
            }
            at = ~at;
        }
        slots.high[at] = high;
        slots.low[at] = low;
        slots.version[at] = version;
        slots.meta[at] = newMeta | (dirty ? Slots.DIRTY : 0);
        slots.expiry[at] = expiry;
        // One that comes only once must not push out those that come again.
        slots.used[at] = (byte) (known ? 1 : 0);
        digest += contribution(at);
        if (Slots.isTombstone(newMeta)) {
            tombstones++;
        } else {
            entries++;
        }
        if (dirty && !wasDirty) {
            changes.add(high, low);
            marks.set(index);
        } else if (wasDirty && !dirty) {
            changes.forget();
        }
    }

    private void erase(int at) {
        if ((slots.meta[at] & Slots.DIRTY) != 0) {
            changes.forget();
        }
        uncount(at);
        slots.remove(at);
    }

    private void uncount(int at) {
        digest -= contribution(at);
        if (Slots.isTombstone(slots.meta[at])) {
            tombstones--;
        } else {
            entries--;
        }
    }

    private long contribution(int at) {
        long meta = slots.meta[at];
        long value = names.hash(Slots.server(meta)) + 2L * Slots.writer(meta) + (Slots.isTombstone(meta) ? 1 : 0);
        return Mix.spread(slots.high[at] ^ Mix.spread(slots.low[at] ^ Mix.spread(slots.version[at] ^ value)));
    }

    private void evict(int now, boolean tell) {
        while (true) {
            hand = (hand + 1) & slots.mask;
            long meta = slots.meta[hand];
            if (meta == 0) {
                continue;
            }
            if (slots.used[hand] == 0 || slots.expiry[hand] - now <= 0) {
                if (tell && slots.expiry[hand] - now > 0) {
                    drops.add(slots.high[hand], slots.low[hand], slots.version[hand]);
                    marks.set(index);
                }
                erase(hand);
                return;
            }
            slots.used[hand] = 0;
        }
    }

    /** Takes out what has expired. */
    void expire(int now) {
        if (entries + tombstones == 0) {
            return;
        }
        long stamp = lock.writeLock();
        try {
            for (int at = 0; at <= slots.mask; at++) {
                // What moved into the gap is looked at too.
                while (slots.meta[at] != 0 && slots.expiry[at] - now <= 0) {
                    erase(at);
                }
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Takes out what is not later than a version. */
    void forgetUntil(long version) {
        long stamp = lock.writeLock();
        try {
            for (int at = 0; at <= slots.mask; at++) {
                while (slots.meta[at] != 0 && slots.version[at] <= version) {
                    erase(at);
                }
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /**
     * Gives what has changed on this node since it was given last, each key once and as it is now.
     *
     * @param most so many at most, so that nobody waits long for the lock
     * @return whether the sink had room for all that it was offered
     */
    boolean drain(EntrySink sink, int most) {
        long stamp = lock.writeLock();
        try {
            for (int i = 0; i < most && drops.any(); i++) {
                if (!sink.drop(drops.high(), drops.low(), drops.version())) {
                    return false;
                }
                drops.pop();
            }
            return changes.drain(slots, sink, most);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    boolean hasChanges() {
        return changes.any() || drops.any();
    }

    int untold() {
        return changes.count() + drops.size();
    }

    /** {@link System#nanoTime} of the oldest change that was not given; only where there is one. */
    long changedSinceNanos() {
        return changes.sinceNanos();
    }

    /** Gives all entries, tombstones too, as they are at one moment. */
    void scan(EntrySink sink) {
        long stamp = lock.readLock();
        try {
            for (int at = 0; at <= slots.mask; at++) {
                if (slots.meta[at] != 0) {
                    sink.entry(slots.high[at], slots.low[at], slots.version[at], slots.meta[at], slots.expiry[at]);
                }
            }
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Takes what an entry adds to a digest. */
    interface Contribution {
        void add(int backend, long contribution);
    }

    /** Gives what each entry adds to the digest; for the digests of backends. */
    void contributions(Contribution to) {
        long stamp = lock.readLock();
        try {
            for (int at = 0; at <= slots.mask; at++) {
                if (slots.meta[at] != 0) {
                    to.add(Slots.backend(slots.meta[at]), contribution(at));
                }
            }
        } finally {
            lock.unlockRead(stamp);
        }
    }

    long digest() {
        long stamp = lock.readLock();
        try {
            return digest;
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** Without tombstones. */
    int entries() {
        return entries;
    }

    boolean isEmpty() {
        return entries + tombstones == 0;
    }

    int capacity() {
        return slots.mask + 1;
    }
}
