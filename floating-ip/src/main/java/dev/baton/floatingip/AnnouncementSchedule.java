package dev.baton.floatingip;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * When a new owner announces its address. Pure: the caller brings the time and sends the frames; not for several
 * threads.
 *
 * <p>A burst at once, because a frame can be lost; then rounds, because a Linux neighbour that has updated its entry
 * within {@code locktime} (1 s) ignores the next change; one when the lease of the former owner must have ended,
 * because until then it may still have answered; then for good, slowly, for neighbours that were away.
 */
public final class AnnouncementSchedule {

    /**
     * @param burst frames at once in the beginning, at least 1
     * @param rounds how many single announcements follow
     * @param spacing between them; longer than the neighbours' locktime
     * @param formerLease after which the former owner can have no address any more; zero for none
     * @param refresh between the announcements after that; zero for none
     */
    public record Settings(int burst, int rounds, Duration spacing, Duration formerLease, Duration refresh) {

        /** 3 at once, 5 rounds of 1.1 s, a refresh every minute (keepalived's vrrp_garp_master_refresh is off). */
        public static Settings withFormerLease(Duration formerLease) {
            return new Settings(3, 5, Duration.ofMillis(1100), formerLease, Duration.ofMinutes(1));
        }

        public Settings {
            requireNonNull(spacing, "spacing is null");
            requireNonNull(formerLease, "formerLease is null");
            requireNonNull(refresh, "refresh is null");
            if (burst < 1 || rounds < 0) {
                throw new IllegalArgumentException(
                        "burst " + burst + " is less than 1 or rounds " + rounds + " less than 0");
            }
            if (spacing.isNegative() || formerLease.isNegative() || refresh.isNegative()) {
                throw new IllegalArgumentException("spacing " + spacing + ", formerLease " + formerLease
                        + " and refresh " + refresh + " must not be negative");
            }
        }
    }

    /** The kernel removes an address up to half a second after its lifetime is over. */
    private static final Duration KERNEL_SLACK = Duration.ofMillis(500);

    private final Settings settings;
    private final long[] afterBurst;
    private int next;
    private boolean begun;
    private long nextNanos;

    /**
     * @param nowNanos monotonic; the burst is due now
     */
    public AnnouncementSchedule(Settings settings, long nowNanos) {
        this.settings = requireNonNull(settings, "settings is null");
        LongStream rounds = LongStream.rangeClosed(1, settings.rounds())
                .map(round -> round * settings.spacing().toNanos());
        LongStream afterLease = settings.formerLease().isZero()
                ? LongStream.empty()
                : LongStream.of(settings.formerLease().plus(KERNEL_SLACK).toNanos());
        this.afterBurst = LongStream.concat(rounds, afterLease)
                .sorted()
                .map(offset -> nowNanos + offset)
                .toArray();
        this.nextNanos = nowNanos;
    }

    /**
     * How many announcements are to be sent now; what a late caller has missed is made up for by one.
     *
     * @return 0 if it is not time yet
     */
    public int due(long nowNanos) {
        if (finished() || nowNanos - nextNanos < 0) {
            return 0;
        }
        int count = begun ? 1 : settings.burst();
        begun = true;
        while (next < afterBurst.length && afterBurst[next] - nowNanos <= 0) {
            next++;
        }
        nextNanos = next < afterBurst.length
                ? afterBurst[next]
                : nowNanos + settings.refresh().toNanos();
        return count;
    }

    /** When {@link #due} will have something to do; meaningless when {@link #finished}. */
    public long nextNanos() {
        return nextNanos;
    }

    /** Whether nothing will ever be due again. */
    public boolean finished() {
        return begun && next == afterBurst.length && settings.refresh().isZero();
    }
}
