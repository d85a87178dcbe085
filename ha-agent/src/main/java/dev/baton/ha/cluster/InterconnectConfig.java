package dev.baton.ha.cluster;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an interconnect must know.
 *
 * @param clusterName the cluster; nodes of another cluster on the same network are not heard
 * @param node this node's name
 * @param bindAddress the literal address that every socket of the interconnect is bound to
 * @param nodes all nodes, this one included, with their addresses on the interconnect
 * @param transport how messages travel
 * @param secret what authenticates and encrypts everything between the nodes; without it nothing is encrypted, and
 *     anyone who knows the cluster's name can forge
 * @param heartbeat interval between advertisements
 */
public record InterconnectConfig(
        String clusterName,
        String node,
        InetAddress bindAddress,
        Map<String, InetAddress> nodes,
        Transport transport,
        Optional<byte[]> secret,
        Duration heartbeat) {

    public InterconnectConfig {
        requireNonNull(clusterName, "clusterName is null");
        requireNonNull(node, "node is null");
        requireNonNull(bindAddress, "bindAddress is null");
        requireNonNull(transport, "transport is null");
        requireNonNull(heartbeat, "heartbeat is null");
        nodes = Map.copyOf(nodes);
        if (!nodes.containsKey(node)) {
            throw new IllegalArgumentException(
                    "node \"%s\" is not among the cluster's nodes %s".formatted(node, nodes.keySet()));
        }
        secret = secret.map(byte[]::clone);
    }

    /** How messages travel between the nodes. */
    public enum Transport {
        /** Multicast for what goes to all, datagrams for the rest: the fastest, where the network lets it through. */
        UDP,
        /** Connections to the addresses in {@link InterconnectConfig#nodes()}: for networks without multicast. */
        TCP
    }
}
