package dev.baton.lb.health;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which servers of a backend live traffic speaks against. A server that gave too many errors in a row is left out for a
 * while, and for twice as long each next time, but never so many that the rest could not carry the load. For use by one
 * thread at a time.
 */
public final class Ejections {

    private final Policy policy;
    private final BitSet out = new BitSet();
    private final int[] times;
    private final long[] backSince;
    private final long[] outUntil;

    /**
     * @param errors in a row, from 1
     * @param first how long the first ejection lasts
     * @param longest what doubling ends at; a server that was in for so long begins anew
     * @param maxShare of the servers in per cent that may be out at once; one may be, whatever the share
     */
    public record Policy(int errors, Duration first, Duration longest, int maxShare) {}

    /** @param servers how many the backend has */
    public Ejections(Policy policy, int servers) {
        this.policy = policy;
        this.times = new int[servers];
        this.backSince = new long[servers];
        this.outUntil = new long[servers];
    }

    /**
     * A server gave too many errors in a row.
     *
     * @param usable how many servers may be chosen at the moment, this one included
     * @param nowNanos on a clock that never goes back
     * @return how long it is out from now; empty if it was already, or must stay in
     */
    public Optional<Duration> offend(int server, int usable, long nowNanos) {
        int allowed = Math.max(1, times.length * policy.maxShare() / 100);
        if (out.get(server) || usable < 2 || out.cardinality() >= allowed) {
            return Optional.empty();
        }
        if (times[server] > 0 && nowNanos - backSince[server] > policy.longest().toNanos()) {
            times[server] = 0;
        }
        Duration span = span(times[server]);
        follow(server, span, nowNanos);
        return Optional.of(span);
    }

    /** Another node has left a server out: so it is here, and the next time is twice as long. */
    public void follow(int server, Duration span, long nowNanos) {
        times[server]++;
        out.set(server);
        outUntil[server] = nowNanos + span.toNanos();
    }

    /** For how long a server is still out; zero when it is in. */
    public Duration remaining(int server, long nowNanos) {
        return out.get(server) ? Duration.ofNanos(Math.max(0, outUntil[server] - nowNanos)) : Duration.ZERO;
    }

    /** The time of a server is over. */
    public void readmit(int server, long nowNanos) {
        out.clear(server);
        backSince[server] = nowNanos;
    }

    private Duration span(int before) {
        long longest = policy.longest().toNanos();
        long span = policy.first().toNanos();
        for (int i = 0; i < before && span < longest; i++) {
            span *= 2;
        }
        return Duration.ofNanos(Math.min(span, longest));
    }
}
