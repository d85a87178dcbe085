package dev.baton.ha.sim;

/** A machine's monotonic clock: begins anywhere, runs a little wrong, and stands still while the machine is suspended. */
final class Clock {

    private static final long MILLION = 1_000_000;

    private final long originNanos;
    private final long driftPerMillion;
    private long stoodStillNanos;

    Clock(long originNanos, long driftPerMillion) {
        this.originNanos = originNanos;
        this.driftPerMillion = driftPerMillion;
    }

    long local(long worldNanos) {
        long ran = worldNanos - stoodStillNanos;
        return originNanos + ran + ran * driftPerMillion / MILLION;
    }

    /** The first moment at which the clock shows that time or a later one. */
    long world(long localNanos) {
        long ran = (localNanos - originNanos) / (MILLION + driftPerMillion) * MILLION
                + (localNanos - originNanos) % (MILLION + driftPerMillion) * MILLION / (MILLION + driftPerMillion);
        return ran + 2 + stoodStillNanos;
    }

    void standStill(long nanos) {
        stoodStillNanos += nanos;
    }
}
