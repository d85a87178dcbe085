package dev.baton.ha.agent;

/** Monotonic time in nanoseconds from a fixed origin, never negative; wall-clock steps do not show in it. */
@FunctionalInterface
interface NanoClock {

    long nanos();

    /** Counts from now on, so that sums of times and timeouts stay far from an overflow. */
    static NanoClock system() {
        long origin = System.nanoTime();
        return () -> System.nanoTime() - origin;
    }
}
