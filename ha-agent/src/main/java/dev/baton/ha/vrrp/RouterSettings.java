package dev.baton.ha.vrrp;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What one {@link VirtualRouter} must know and what never changes while it runs.
 *
 * @param group the floating IP group
 * @param node this node's name
 * @param incarnation grows with each start of this node
 * @param priority this node's base priority, 1 to 254
 * @param heartbeat interval between advertisements
 * @param lease how long the kernel keeps an address without renewal; zero for good
 * @param announce how often a master says where the addresses are
 * @param startDelay how much longer than the master-down interval a node listens that knows nothing of its peers yet
 * @param preempt whether a master hands over to a better node that is in sync
 * @param preemptDelay how long the better node must have been fit and heard before
 * @param probe whether silence alone is no proof: the service LAN is asked before a takeover
 * @param quorum whether a node that hears no majority of the nodes is unfit
 * @param configDigest the first 8 bytes of the SHA-256 of the configuration
 * @param peers the other nodes of the cluster; empty when this one is alone
 */
public record RouterSettings(
        String group,
        String node,
        long incarnation,
        int priority,
        Duration heartbeat,
        Duration lease,
        AnnounceTiming announce,
        Duration startDelay,
        boolean preempt,
        Duration preemptDelay,
        boolean probe,
        boolean quorum,
        long configDigest,
        List<String> peers) {

    private static final long ASK_AHEAD_AT_MOST = Duration.ofMillis(50).toNanos();

    public RouterSettings {
        requireNonNull(group, "group is null");
        requireNonNull(node, "node is null");
        requireNonNull(announce, "announce is null");
        peers = List.copyOf(peers);
        if (priority < 1 || priority > 254) {
            throw new IllegalArgumentException("node \"" + node + "\": priority " + priority + " is not in 1..254");
        }
        if (!heartbeat.isPositive()) {
            throw new IllegalArgumentException("heartbeat " + heartbeat + " is not positive");
        }
        if (lease.isNegative()) {
            throw new IllegalArgumentException("lease " + lease + " is negative");
        }
        if (peers.contains(node)) {
            throw new IllegalArgumentException("node \"" + node + "\" is listed among its own peers");
        }
    }

    long heartbeatNanos() {
        return heartbeat.toNanos();
    }

    /** RFC 9568 section 6.1: the lower the priority, the later a backup moves. */
    long skewNanos(int effectivePriority) {
        return (256 - effectivePriority) * heartbeatNanos() / 256;
    }

    /** RFC 9568 section 6.1: how long a master must be silent to be taken for dead. */
    long masterDownNanos(int effectivePriority) {
        return silenceNanos() + skewNanos(effectivePriority);
    }

    /** A peer that is silent for this long is no longer counted on. */
    long silenceNanos() {
        return 3 * heartbeatNanos();
    }

    /**
     * How long before a claim the LAN is asked: long enough for an answer, and not so long that a heartbeat that is
     * merely late makes a question.
     */
    long askAheadNanos() {
        return Math.min(heartbeatNanos(), ASK_AHEAD_AT_MOST);
    }

    boolean isMajority(int nodes) {
        return 2 * nodes > peers.size() + 1;
    }

    /** A master's loop that stood still for longer has lost the addresses, whether or not the kernel kept them. */
    long pauseLimitNanos() {
        return lease.isZero() ? masterDownNanos(priority) : lease.toNanos();
    }
}
