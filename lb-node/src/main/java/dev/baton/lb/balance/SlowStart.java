package dev.baton.lb.balance;

/** How much a server that has just come up gets: a straight line from little to all. A pure function of time. */
public final class SlowStart {

    /** All of it, in percent. */
    public static final int WHOLE = 100;

    private SlowStart() {}

    /**
     * @param elapsedNanos since it came up
     * @param durationNanos until it gets its whole share
     * @return 1 to {@link #WHOLE} percent of its weight
     */
    public static int share(long elapsedNanos, long durationNanos) {
        if (elapsedNanos >= durationNanos) {
            return WHOLE;
        }
        return Math.clamp((long) ((double) elapsedNanos / durationNanos * WHOLE), 1, WHOLE);
    }
}
