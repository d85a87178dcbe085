package dev.baton.ha.vrrp;

import static dev.baton.ha.vrrp.Standing.NEVER;

import java.time.Duration;

/**
 * The step between silence and takeover: whether somebody on the service LAN still answers for the addresses.
 *
 * <p>An answer means that the old owner's kernel lives. If its process hangs, the lease runs out and the answers stop.
 * If they go on for longer, the owner renews: it lives, and only the interconnect is dead.
 *
 * <p>The first question is asked ahead of the claim, so that its answer takes nothing from the time of a takeover.
 */
final class Evidence {

    /** Kernels were seen to let an address go up to 0.4 s after its lease. */
    private static final long LEASE_MARGIN = Duration.ofMillis(600).toNanos();

    private static final long UNLIMITED_LEASE = Duration.ofSeconds(2).toNanos();

    /** A prober that has not said anything for so long never will; nobody has answered it then. */
    private static final long PROBE_PATIENCE = Duration.ofSeconds(1).toNanos();

    private final long leaseNanos;
    private final long intervalNanos;
    private final long silenceNanos;
    private boolean gathering;
    private boolean asked;
    private long silentAtNanos = NEVER;
    private long answeredAtNanos = NEVER;
    private boolean alarmed;
    private String reason = "";
    private long sinceNanos;
    private long dueNanos = NEVER;
    private long id;

    Evidence(RouterSettings settings) {
        leaseNanos =
                settings.lease().isZero() ? UNLIMITED_LEASE : settings.lease().toNanos();
        intervalNanos = settings.heartbeatNanos();
        silenceNanos = settings.silenceNanos();
    }

    /** A question that was asked ahead and is still open becomes the first of these. */
    void begin(String why, long nowNanos) {
        gathering = true;
        reason = why;
        sinceNanos = nowNanos;
        if (!asked) {
            dueNanos = nowNanos;
        }
    }

    void drop() {
        defer();
        alarmed = false;
    }

    /** Asks nothing more until it begins anew; that the owner lives stays known as long as nobody is heard. */
    void defer() {
        gathering = false;
        asked = false;
        silentAtNanos = NEVER;
        dueNanos = NEVER;
    }

    /** Nobody has answered a question that was asked ahead; no reason to take anything yet. */
    void silentAhead(long nowNanos) {
        asked = false;
        silentAtNanos = nowNanos;
        dueNanos = NEVER;
    }

    /** Somebody has answered a question that was asked ahead; the claim asks again. */
    void answeredAhead(long nowNanos) {
        asked = false;
        answeredAtNanos = nowNanos;
        dueNanos = NEVER;
    }

    /** Whether somebody has answered so lately that word of an owner's end may be older than that answer. */
    boolean answeredLately(long nowNanos) {
        return answeredAtNanos != NEVER && nowNanos - answeredAtNanos <= silenceNanos;
    }

    /** Whether nobody has answered, so lately that it need not be asked again. */
    boolean silentLately(long nowNanos) {
        return silentAtNanos != NEVER && nowNanos - silentAtNanos <= intervalNanos;
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
        return asked && probe == id;
    }

    /** Nothing is proven yet: the next question is due in a while. */
    void askAgain(long nowNanos) {
        asked = false;
        dueNanos = nowNanos + intervalNanos;
    }

    /** @return whether it has become clear just now that the owner renews its lease */
    boolean answered(long nowNanos) {
        askAgain(nowNanos);
        answeredAtNanos = nowNanos;
        boolean news = !alarmed && nowNanos - sinceNanos > leaseNanos + LEASE_MARGIN;
        alarmed |= news;
        return news;
    }
}
