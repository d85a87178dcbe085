package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * When a master announces its addresses after it announced them at once.
 *
 * <p>A burst covers lost frames, rounds at a distance the neighbours that ignored it. One more follows when the old
 * owner's lease must have run out, so that nobody keeps what a hung owner's kernel answered until then. A slow refresh
 * heals what was missed for longer.
 *
 * <p>A node that is neither heard nor known to have ended may be master behind a split of the LAN, and die there: nobody
 * else tells its neighbours that it is no more. As long as there is one the announcements go on, the rarer the longer it
 * lasts, and begin anew when it is over.
 */
final class AnnounceSchedule {

    /** The kernel takes an address off some 100 ms after its lifetime. */
    private static final long LEASE_MARGIN = Duration.ofMillis(100).toNanos();

    /** Of the time for which a node is not heard, this share passes between two announcements. */
    private static final int RARER = 16;

    private final long[] offsets;
    private final long refreshNanos;
    private final long roundNanos;
    private long startNanos;
    private int next;
    private long unknownSinceNanos = Long.MAX_VALUE;
    private long repeatAtNanos = Long.MAX_VALUE;

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
        roundNanos = timing.roundInterval().toNanos();
    }

    /** The first announcement is made now, by the caller. */
    void restart(long nowNanos) {
        startNanos = nowNanos;
        next = 0;
        unknownSinceNanos = Long.MAX_VALUE;
        repeatAtNanos = Long.MAX_VALUE;
    }

    /**
     * @param allKnown whether each peer is heard or known to have ended
     * @return whether that is so again, and what one of them did meanwhile may have to be made good
     */
    boolean company(boolean allKnown, long nowNanos) {
        boolean unknown = unknownSinceNanos != Long.MAX_VALUE;
        if (!allKnown && !unknown) {
            unknownSinceNanos = nowNanos;
            repeatAtNanos = nowNanos;
        }
        return allKnown && unknown;
    }

    /** {@link Long#MAX_VALUE} if none is due any more. */
    long nextNanos() {
        return Math.min(scheduledNanos(), repeatAtNanos);
    }

    private long scheduledNanos() {
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
        boolean due = nowNanos >= repeatAtNanos;
        if (due) {
            repeatAtNanos = nowNanos + Math.max(roundNanos, (nowNanos - unknownSinceNanos) / RARER);
        }
        while (scheduledNanos() <= nowNanos) {
            next++;
            due = true;
        }
        return due;
    }
}
