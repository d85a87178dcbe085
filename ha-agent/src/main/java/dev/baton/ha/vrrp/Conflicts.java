package dev.baton.ha.vrrp;

import java.time.Duration;

/**
 * Others on the LAN that claim an address of ours. A Baton that does is told by its advertisements, and the tie-break
 * decides; anybody else is a misconfigured host, which no election can move: the master defends the address by
 * announcing it (RFC 5227 section 2.4 (c)) and raises an alarm.
 */
final class Conflicts {

    /** Without another claim for so long the conflict is over. */
    private static final long EPISODE = Duration.ofSeconds(10).toNanos();

    private long count;
    private String last = "";
    private long lastNanos;

    /** @return whether this is the first claim of an episode */
    boolean heard(String address, String mac, long nowNanos) {
        boolean first = !goesOn(nowNanos);
        count++;
        last = mac + " claims " + address + " too";
        lastNanos = nowNanos;
        return first;
    }

    boolean goesOn(long nowNanos) {
        return count > 0 && nowNanos - lastNanos < EPISODE;
    }

    long count() {
        return count;
    }

    /** The last claim, in words. */
    String last() {
        return last;
    }
}
