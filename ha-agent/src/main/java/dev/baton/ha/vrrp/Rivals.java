package dev.baton.ha.vrrp;

import java.time.Duration;

/**
 * Others that ask the LAN for the addresses, as this node does before it takes them. Two that ask at the same time find
 * the same silence: a probe of another is a conflict as an answer is (RFC 5227 section 2.1.1), and the one with the
 * higher hardware address goes first.
 */
final class Rivals {

    /** A turn that is late on either side, and the time in which an answer is waited for. */
    private static final long MARGIN = Duration.ofMillis(100).toNanos();

    private final long memoryNanos;
    private boolean any;
    private boolean first;
    private long anyNanos;
    private long firstNanos;

    Rivals(RouterSettings settings) {
        // Whoever has found silence takes the addresses within a heartbeat, or asks again.
        memoryNanos = 2 * settings.heartbeatNanos() + MARGIN;
    }

    /** @param goesFirst whether the rival's hardware address is the higher one */
    void heard(boolean goesFirst, long nowNanos) {
        any = true;
        anyNanos = nowNanos;
        if (goesFirst) {
            first = true;
            firstNanos = nowNanos;
        }
    }

    /** Whether somebody may be about to take the addresses. */
    boolean anyAsks(long nowNanos) {
        return any && nowNanos - anyNanos <= memoryNanos;
    }

    /** Whether somebody may be about to take the addresses whose turn it is before this node's. */
    boolean oneGoesFirst(long nowNanos) {
        return first && nowNanos - firstNanos <= memoryNanos;
    }
}
