package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * When a master announces its addresses after it announced them at once.
 *
 * <p>A burst covers lost frames. Linux ignores a second ARP update of an entry within {@code locktime} (1 s), hence the
 * rounds 1.1 s apart. One more follows when the old owner's lease must have run out, so that nobody keeps what a hung
 * owner's kernel answered until then. A slow refresh heals what was missed for longer.
 */
final class AnnounceSchedule {

    private static final long BURST = Duration.ofMillis(50).toNanos();
    private static final long LOCKTIME = Duration.ofMillis(1100).toNanos();
    private static final long LEASE_MARGIN = Duration.ofMillis(100).toNanos();
    private static final long REFRESH = Duration.ofSeconds(60).toNanos();

    private final long[] offsets;
    private long startNanos;
    private int next;

    AnnounceSchedule(Duration lease) {
        LongStream rounds = LongStream.of(BURST, 2 * BURST, LOCKTIME, 2 * LOCKTIME, 3 * LOCKTIME);
        LongStream afterLease = lease.isZero() ? LongStream.empty() : LongStream.of(lease.toNanos() + LEASE_MARGIN);
        offsets = LongStream.concat(rounds, afterLease).sorted().toArray();
    }

    /** The first announcement is made now, by the caller. */
    void restart(long nowNanos) {
        startNanos = nowNanos;
        next = 0;
    }

    long nextNanos() {
        if (next < offsets.length) {
            return startNanos + offsets[next];
        }
        return startNanos + offsets[offsets.length - 1] + (next - offsets.length + 1) * REFRESH;
    }

    /** Whether an announcement is due; what was missed meanwhile is not made up for. */
    boolean takeDue(long nowNanos) {
        boolean due = false;
        while (nextNanos() <= nowNanos) {
            next++;
            due = true;
        }
        return due;
    }
}
