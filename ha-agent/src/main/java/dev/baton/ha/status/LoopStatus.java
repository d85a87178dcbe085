package dev.baton.ha.status;

import java.time.Duration;

/**
 * How punctual the election thread is. A thread that is late loses leases.
 *
 * @param turns that it took because it was time to, since the start
 * @param late how much later than they were due, all together
 * @param worst the most that one of them was late
 */
public record LoopStatus(long turns, Duration late, Duration worst) {}
