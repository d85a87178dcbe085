package dev.baton.lb.health;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to check next. Each wait is shortened by a random part, so that nodes which started together don't go on asking
 * together, and no wait is longer than the operator allowed.
 */
public final class CheckSchedule {

    /** The largest part of an interval that chance takes off. */
    private static final double JITTER = 0.1;

    private final Duration interval;
    private final Duration fastInterval;
    private final RandomGenerator random;

    public CheckSchedule(Duration interval, Duration fastInterval, RandomGenerator random) {
        this.interval = interval;
        this.fastInterval = fastInterval;
        this.random = random;
    }

    /**
     * The wait until the next check.
     *
     * @param settled whether the verdict is good and not about to change
     */
    public Duration next(boolean settled) {
        Duration whole = settled || fastInterval.compareTo(interval) > 0 ? interval : fastInterval;
        return whole.minusNanos((long) (whole.toNanos() * JITTER * random.nextDouble()));
    }
}
