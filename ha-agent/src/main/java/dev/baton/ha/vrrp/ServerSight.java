package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.Optional;

/**
 * When a master hands over to a node that sees clearly more healthy servers. Servers that are dead for all nodes alike
 * never move an address: it takes a peer for which they are alive.
 */
final class ServerSight {

    /** A quarter of all servers: fewer than that is what one flapping server or a check out of step can make. */
    private static final int CLEARLY_MORE = 250;

    /** Longer than the nodes' checks need to agree on a server that has died for both, at the default interval. */
    private static final long PATIENCE = Duration.ofSeconds(8).toNanos();

    private String candidate = "";
    private long candidateSinceNanos;

    /** Whether the first sees clearly more than the second; not if one of them cannot say. */
    static boolean clearlyMore(Advertisement first, Advertisement second) {
        return second.healthShare() != Advertisement.UNKNOWN_HEALTH
                && first.healthShare() - second.healthShare() >= CLEARLY_MORE;
    }

    /** The node to hand over to now, if there is one that has seen more for long enough. */
    Optional<Advertisement> due(Advertisement self, PeerTable peers, long nowNanos) {
        Optional<Advertisement> better =
                peers.bestBackup(nowNanos).filter(best -> best.synced() && clearlyMore(best, self));
        String name = better.map(Advertisement::node).orElse("");
        if (!name.equals(candidate)) {
            candidate = name;
            candidateSinceNanos = nowNanos;
        }
        return better.filter(_ -> nowNanos - candidateSinceNanos >= PATIENCE);
    }
}
