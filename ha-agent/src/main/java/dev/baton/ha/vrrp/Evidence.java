package dev.baton.ha.vrrp;

import java.time.Duration;

/**
 * The step between silence and takeover: whether somebody on the service LAN still answers for the addresses.
 *
 * <p>An answer means that the old owner's kernel lives. If its process hangs, the lease runs out and the answers stop.
 * If they go on for longer, the owner renews: it lives, and only the interconnect is dead.
 */
final class Evidence {

    /** Kernels were seen to let an address go up to 0.4 s after its lease. */
    private static final long LEASE_MARGIN = Duration.ofMillis(600).toNanos();

    private static final long UNLIMITED_LEASE = Duration.ofSeconds(2).toNanos();

    /** A prober that has not said anything for so long never will; nobody has answered it then. */
    private static final long PROBE_PATIENCE = Duration.ofSeconds(1).toNanos();

    private final long leaseNanos;
    private final long intervalNanos;
    private boolean gathering;
    private boolean asked;
    private boolean alarmed;
    private String reason = "";
    private long sinceNanos;
    private long dueNanos = Long.MAX_VALUE;
    private long id;

    Evidence(RouterSettings settings) {
        leaseNanos =
                settings.lease().isZero() ? UNLIMITED_LEASE : settings.lease().toNanos();
        intervalNanos = settings.heartbeatNanos();
    }

    void begin(String why, long nowNanos) {
        gathering = true;
        asked = false;
        alarmed = false;
        reason = why;
        sinceNanos = nowNanos;
        dueNanos = nowNanos;
    }

    void drop() {
        gathering = false;
        alarmed = false;
        dueNanos = Long.MAX_VALUE;
    }

    boolean gathering() {
        return gathering;
    }

    boolean alarmed() {
        return alarmed;
    }

    String reason() {
        return reason;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** Whether the last probe was asked for and has been waited for in vain. */
    boolean proberIsMute() {
        return asked;
    }

    /** The number of the probe that is sent now; only its result counts. */
    long ask(long nowNanos) {
        asked = true;
        dueNanos = nowNanos + PROBE_PATIENCE;
        return ++id;
    }

    boolean awaits(long probe) {
        return gathering && asked && probe == id;
    }

    /** @return whether it has become clear just now that the owner renews its lease */
    boolean answered(long nowNanos) {
        asked = false;
        dueNanos = nowNanos + intervalNanos;
        boolean news = !alarmed && nowNanos - sinceNanos > leaseNanos + LEASE_MARGIN;
        alarmed |= news;
        return news;
    }
}
