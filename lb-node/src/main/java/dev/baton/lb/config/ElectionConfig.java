package dev.baton.lb.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a master is chosen and kept.
 *
 * @param heartbeat interval between advertisements
 * @param lease how long the kernel keeps a floating IP that nobody renews; zero for good
 * @param preempt whether a better node takes the addresses back from a worse one
 * @param preemptDelay how long the better node must have been there before
 * @param quorum whether a node that hears no majority of the nodes gives the addresses up
 * @param witnesses addresses beyond the nodes; a node that reaches neither one of them nor a peer is isolated
 */
public record ElectionConfig(
        Duration heartbeat,
        Duration lease,
        boolean preempt,
        Duration preemptDelay,
        boolean quorum,
        List<InetAddress> witnesses) {

    public ElectionConfig {
        witnesses = List.copyOf(witnesses);
    }
}
