package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.ha.vrrp.AnnounceTiming;
import java.time.Duration;
import java.util.List;

/**
 * What the agent must know.
 *
 * @param node this node's name
 * @param priority this node's base priority, 1 to 254
 * @param heartbeat interval between advertisements
 * @param lease how long the kernel keeps an address without renewal; zero for good
 * @param preempt whether a better node takes the addresses back from a worse one
 * @param preemptDelay how long the better node must have been fit and heard before
 * @param configDigest the first 8 bytes of the SHA-256 of the configuration
 * @param groups the floating IP groups
 * @param peers the names of all configured nodes; this one may be among them
 * @param quorum whether a node that hears no majority of the nodes is unfit
 */
public record AgentConfig(
        String node,
        int priority,
        Duration heartbeat,
        Duration lease,
        boolean preempt,
        Duration preemptDelay,
        long configDigest,
        List<Group> groups,
        List<String> peers,
        boolean quorum) {

    public AgentConfig {
        peers = List.copyOf(peers);
        groups = List.copyOf(groups);
    }

    private static final Duration PREEMPT_DELAY = Duration.ofSeconds(2);

    /** Without a demand for a quorum: what two nodes need, of which one must be able to go on alone. */
    public AgentConfig(
            String node,
            int priority,
            Duration heartbeat,
            Duration lease,
            boolean preempt,
            long configDigest,
            List<Group> groups,
            List<String> peers) {
        this(node, priority, heartbeat, lease, preempt, PREEMPT_DELAY, configDigest, groups, peers, false);
    }

    /**
     * @param name the group's name
     * @param addresses the addresses that move together
     * @param lastTerm the highest term seen in a former life; 0 if nothing is remembered
     * @param announce how often a master says where the addresses are
     * @param debounce how long an interface that was lost must be usable again before that counts; zero for at once
     * @param onLan whether who has them can be found out by asking the LAN; not where a cloud moves them
     */
    public record Group(
            String name,
            List<FloatingAddress> addresses,
            long lastTerm,
            AnnounceTiming announce,
            Duration debounce,
            boolean onLan) {

        public Group {
            addresses = List.copyOf(addresses);
        }

        /** With no former life remembered. */
        public Group(String name, List<FloatingAddress> addresses) {
            this(name, addresses, 0, AnnounceTiming.DEFAULT, Duration.ZERO, true);
        }
    }
}
