package dev.baton.lb.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The nodes and how they talk.
 *
 * @param name the cluster's name; nodes of other clusters on the same network are ignored
 * @param secretFile the key that authenticates and encrypts the interconnect; empty only when {@code insecure} or alone
 * @param insecure whether the interconnect may run without a key (tests, demos)
 * @param transport how the nodes find each other
 * @param election how a master is chosen and kept
 * @param nodes all nodes; none stands for a single node that takes any name: a plain balancer
 */
public record ClusterConfig(
        String name,
        Optional<Path> secretFile,
        boolean insecure,
        Transport transport,
        ElectionConfig election,
        List<NodeConfig> nodes) {

    public ClusterConfig {
        nodes = List.copyOf(nodes);
    }

    /** The node with a name; when the file lists no nodes, any name is a lone node's. */
    public Optional<NodeConfig> node(String nodeName) {
        if (nodes.isEmpty()) {
            return Optional.of(new NodeConfig(nodeName, List.of(InetAddress.getLoopbackAddress()), 100));
        }
        return nodes.stream().filter(node -> node.name().equals(nodeName)).findFirst();
    }

    /**
     * The node that has one of a machine's addresses; when the file lists no nodes, a lone node {@code local}. Empty if
     * none has, and also if several have (nodes that share a machine): guessing would make two nodes of the same name.
     */
    public Optional<NodeConfig> nodeByAddress(Collection<InetAddress> own) {
        if (nodes.isEmpty()) {
            return node("local");
        }
        List<NodeConfig> mine =
                nodes.stream().filter(node -> node.hasOneOf(own)).toList();
        return mine.size() == 1 ? Optional.of(mine.getFirst()) : Optional.empty();
    }

    /** What to tell somebody whose node name {@link #node} does not find. */
    public String noSuchNode(String nodeName) {
        List<String> names = nodes.stream().map(NodeConfig::name).toList();
        return "there is no node \"" + nodeName + "\"; the nodes are: " + String.join(", ", names)
                + NearestWord.hint(nodeName, names);
    }

    /** What to tell somebody whose addresses {@link #nodeByAddress} does not know. */
    public String noNodeByAddress(Collection<InetAddress> own) {
        List<String> mine = nodes.stream()
                .filter(node -> node.hasOneOf(own))
                .map(NodeConfig::name)
                .toList();
        String found = mine.isEmpty()
                ? "no node in the configuration has an address of this machine"
                : "this machine has the addresses of several nodes: " + String.join(", ", mine);
        String all = nodes.stream()
                .map(node -> node.name() + " " + node.address().getHostAddress())
                .collect(Collectors.joining(", "));
        return found + "; say which one it is with --node NAME (" + all + ")";
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
     * @param addresses its address on each network of the interconnect, the first being that of the first network
     * @param priority base priority, 1 to 254; the highest fit node becomes master
     */
    public record NodeConfig(String name, List<InetAddress> addresses, int priority) {

        public NodeConfig {
            addresses = List.copyOf(addresses);
        }

        /** Its address on the first network. */
        public InetAddress address() {
            return addresses.getFirst();
        }

        private boolean hasOneOf(Collection<InetAddress> own) {
            return addresses.stream().anyMatch(own::contains);
        }
    }
}
