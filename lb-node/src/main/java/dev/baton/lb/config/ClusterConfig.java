package dev.baton.lb.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The nodes and how they talk.
 *
 * @param name the cluster's name; nodes of other clusters on the same network are ignored
 * @param secretFile the key that authenticates and encrypts the interconnect; empty only when {@code insecure}
 * @param insecure whether the interconnect may run without a key (tests, demos)
 * @param transport how the nodes find each other
 * @param heartbeat interval between advertisements
 * @param lease how long the kernel keeps a floating IP that nobody renews; zero for good
 * @param preempt whether a better node takes the addresses back from a worse one
 * @param nodes all nodes; a cluster of one is a plain balancer
 */
public record ClusterConfig(
        String name,
        Optional<Path> secretFile,
        boolean insecure,
        Transport transport,
        Duration heartbeat,
        Duration lease,
        boolean preempt,
        List<NodeConfig> nodes) {

    public ClusterConfig {
        nodes = List.copyOf(nodes);
    }

    /** How the nodes find each other. */
    public enum Transport {
        /** UDP with multicast discovery. */
        UDP,
        /** TCP to the addresses in {@code nodes}, for networks without multicast. */
        TCP
    }

    /**
     * @param name the node's name, unique in the cluster
     * @param address its address on the interconnect
     * @param priority base priority, 1 to 254; the highest fit node becomes master
     */
    public record NodeConfig(String name, InetAddress address, int priority) {}
}
