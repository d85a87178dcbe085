package dev.baton.lb.traffic;

import java.util.List;

/** The classes into which times are sorted; the same everywhere, so that they can be added up. */
public final class Latency {

    private static final long MICROSECOND = 1000;

    private static final long[] BOUNDS = {
        500 * MICROSECOND,
        1_000 * MICROSECOND,
        2_500 * MICROSECOND,
        5_000 * MICROSECOND,
        10_000 * MICROSECOND,
        25_000 * MICROSECOND,
        50_000 * MICROSECOND,
        100_000 * MICROSECOND,
        250_000 * MICROSECOND,
        500_000 * MICROSECOND,
        1_000_000 * MICROSECOND,
        2_500_000 * MICROSECOND,
        5_000_000 * MICROSECOND,
        10_000_000 * MICROSECOND
    };

    /** The longest time of each class in seconds, but for the last class, which has none. */
    public static final List<String> SECONDS = List.of(
            "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0",
            "10.0");

    static final int CLASSES = BOUNDS.length + 1;

    private Latency() {}

    /** Short times are the most frequent, so they are looked at first. */
    static int classOf(long nanos) {
        int number = 0;
        while (number < BOUNDS.length && nanos > BOUNDS[number]) {
            number++;
        }
        return number;
    }

    /** The longest time of a class, in nanoseconds; of the last class that of the one before. */
    static long bound(int number) {
        return BOUNDS[Math.min(number, BOUNDS.length - 1)];
    }
}
