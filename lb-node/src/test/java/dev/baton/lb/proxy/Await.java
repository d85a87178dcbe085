package dev.baton.lb.proxy;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the data path shows but doesn't announce. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Await() {}

    static void until(BooleanSupplier condition, String what) {
        until(condition, what, PATIENCE);
    }

    static void until(BooleanSupplier condition, String what, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + patience);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Lets a peer be slow. */
    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
