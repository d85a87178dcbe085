package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * When a master announces its addresses after it announced them at once.
 *
 * <p>A burst covers lost frames, rounds at a distance the neighbours that ignored it. One more follows when the old
 * owner's lease must have run out, so that nobody keeps what a hung owner's kernel answered until then. A slow refresh
 * heals what was missed for longer.
 */
final class AnnounceSchedule {

    /** The kernel takes an address off some 100 ms after its lifetime. */
    private static final long LEASE_MARGIN = Duration.ofMillis(100).toNanos();

    private final long[] offsets;
    private final long refreshNanos;
    private long startNanos;
    private int next;

    AnnounceSchedule(AnnounceTiming timing, Duration lease) {
        LongStream burst = LongStream.rangeClosed(1, timing.burst())
                .map(round -> round * timing.burstInterval().toNanos());
        LongStream rounds = LongStream.rangeClosed(1, timing.rounds())
                .map(round -> round * timing.roundInterval().toNanos());
        LongStream afterLease = lease.isZero() ? LongStream.empty() : LongStream.of(lease.toNanos() + LEASE_MARGIN);
        offsets = LongStream.concat(LongStream.concat(burst, rounds), afterLease)
                .sorted()
                .toArray();
        refreshNanos = timing.refresh().toNanos();
    }

    /** The first announcement is made now, by the caller. */
    void restart(long nowNanos) {
        startNanos = nowNanos;
        next = 0;
    }

    /** {@link Long#MAX_VALUE} if none is due any more. */
    long nextNanos() {
        if (next < offsets.length) {
            return startNanos + offsets[next];
        }
        if (refreshNanos == 0) {
            return Long.MAX_VALUE;
        }
        long last = offsets.length == 0 ? 0 : offsets[offsets.length - 1];
        return startNanos + last + (next - offsets.length + 1) * refreshNanos;
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
