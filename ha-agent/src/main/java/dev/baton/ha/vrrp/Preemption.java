package dev.baton.ha.vrrp;

import java.util.Optional;

/**
 * When a master hands over to a better node of its own accord.
 *
 * <p>The master hands over, the better node never takes: so the addresses are gone from here before they are there, and
 * a node that cannot be heard here cannot cause two owners.
 */
final class Preemption {

    /** How long nothing is handed over again after a better node did not take what it was given. */
    private static final int FAILURE_DELAYS = 30;

    /** A node that was heard for less may still be listening, and would not follow. */
    private static final int HEARTBEATS = 5;

    private final RouterSettings settings;
    private final long delayNanos;
    private String candidate = "";
    private long candidateSinceNanos;
    private String handedOverBy = "";
    private long notBeforeNanos = Long.MIN_VALUE;

    Preemption(RouterSettings settings) {
        this.settings = settings;
        delayNanos = Math.max(settings.preemptDelay().toNanos(), HEARTBEATS * settings.heartbeatNanos());
    }

    /** A master that was named by its forerunner does not hand back to it. */
    void mastershipBegins(String forerunner) {
        handedOverBy = forerunner;
        candidate = "";
    }

    void handoverFailed(long nowNanos) {
        notBeforeNanos =
                nowNanos + FAILURE_DELAYS * Math.max(settings.preemptDelay().toNanos(), 1_000_000_000L);
    }

    /** A forerunner that was away or at less than its best since then did not give up by an operator's wish alone. */
    private void forgive(PeerTable peers, long nowNanos) {
        PeerTable.Peer peer = peers.get(handedOverBy);
        boolean well = peer != null
                && peers.live(peer, nowNanos)
                && (peer.last().priority() == Advertisement.RELEASED
                        || peer.last().priority() >= peer.last().basePriority());
        if (!well) {
            handedOverBy = "";
        }
    }

    /**
     * The node to hand over to now, if there is one. A master that has got worse hands over whatever the policy: that
     * is about nodes that come back.
     */
    Optional<Advertisement> due(Advertisement self, PeerTable peers, long nowNanos) {
        forgive(peers, nowNanos);
        boolean degraded = self.priority() < self.basePriority();
        if (!(settings.preempt() || degraded) || nowNanos < notBeforeNanos) {
            candidate = "";
            return Optional.empty();
        }
        Optional<Advertisement> better = peers.bestBackup(nowNanos)
                .filter(best -> best.synced()
                        && best.priority() > self.priority()
                        && !ServerSight.clearlyMore(self, best)
                        && (degraded || !best.node().equals(handedOverBy)));
        String name = better.map(Advertisement::node).orElse("");
        if (!name.equals(candidate)) {
            candidate = name;
            candidateSinceNanos = nowNanos;
        }
        return better.filter(best -> nowNanos - Math.max(candidateSinceNanos, readySince(peers, best)) >= delayNanos);
    }

    private static long readySince(PeerTable peers, Advertisement best) {
        PeerTable.Peer peer = peers.get(best.node());
        return peer == null ? Long.MIN_VALUE : peer.readySinceNanos();
    }
}
