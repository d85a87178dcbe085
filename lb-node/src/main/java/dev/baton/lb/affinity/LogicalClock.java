package dev.baton.lb.affinity;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Orders the writes of all nodes: a hybrid logical clock (Kulkarni et al.: "Logical physical clocks", 2014), 48 bits of
 * milliseconds and 16 bits of counter.
 *
 * <p>It is ahead of every version that was seen, so what is written after something was read is later than it, however
 * wrong the machines' clocks are. Two writes of which neither knew the other are ordered by the machines' clocks. And
 * because it begins with the time, a node that starts with nothing does not write versions that lose to old ones.
 */
public final class LogicalClock {

    private static final int COUNTER_BITS = 16;

    private final AtomicLong last = new AtomicLong();
    private final LongSupplier millis;

    /** @param millis since 1970, never backwards */
    public LogicalClock(LongSupplier millis) {
        this.millis = millis;
    }

    /** A version later than all before. */
    long next() {
        long now = millis.getAsLong() << COUNTER_BITS;
        return last.updateAndGet(seen -> Math.max(seen + 1, now));
    }

    /** Another node has come as far as this. */
    void observe(long version) {
        if (version > last.get()) {
            last.accumulateAndGet(version, Math::max);
        }
    }

    /** Milliseconds since 1970 of a version, roughly. */
    static long millis(long version) {
        return version >>> COUNTER_BITS;
    }

    /** Milliseconds since 1970 now. */
    public long millis() {
        return millis.getAsLong();
    }
}
