package dev.baton.ha.vrrp;

import java.time.Duration;

/** Delays that double with each failure and start anew after a quiet time of twice the longest one. */
final class Backoff {

    private final long firstNanos;
    private final long longestNanos;
    private long nanos;
    private long lastNanos;

    Backoff(Duration first, Duration longest) {
        firstNanos = first.toNanos();
        longestNanos = longest.toNanos();
    }

    long nextNanos(long nowNanos) {
        boolean quiet = nanos == 0 || nowNanos - lastNanos > 2 * longestNanos;
        nanos = quiet ? firstNanos : Math.min(2 * nanos, longestNanos);
        lastNanos = nowNanos;
        return nanos;
    }
}
