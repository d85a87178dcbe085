package dev.baton.lb.config;

import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.config.ClusterConfig.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code cluster}. */
final class ClusterReader {

    private static final Scalar<Duration> HEARTBEAT = Scalars.duration(Duration.ofMillis(10), Duration.ofSeconds(10));
    private static final Scalar<Duration> PREEMPT_DELAY = Scalars.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Scalar<Duration> LEASE = Scalars.duration(Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** RFC 9568 section 6.1: a backup gives up on the master after three advertisements that did not come. */
    private static final int MISSED_HEARTBEATS = 3;

    private final Path file;
    private final Map<InetAddress, String> owners = new LinkedHashMap<>();
    private final IdentityHashMap<NodeConfig, MappingReader> places = new IdentityHashMap<>();
    private boolean hasNodes;

    /** @param file the file that is read; a relative {@code secret_file} lies beside it */
    ClusterReader(Path file) {
        this.file = file;
    }

    ClusterConfig read(MappingReader in) {
        ClusterConfig cluster = new ClusterConfig(
                in.optional("name", Scalars.NAME, "baton"),
                in.find("secret_file", Scalars.PATH).map(file::resolveSibling),
                in.optional("insecure", Scalars.FLAG, false),
                in.optional("transport", Scalars.word(Transport.class), Transport.UDP),
                election(in),
                in.list("nodes", "node", this::node));
        hasNodes = in.size("nodes") > 0;
        requireLeaseOutlivesHeartbeats(in, cluster.election());
        requireSameNetworks(in, cluster.nodes());
        requireOneWayToTrust(in, cluster);
        return cluster;
    }

    /** Whether the file lists nodes, good or bad. */
    boolean hasNodes() {
        return hasNodes;
    }

    /** The node that has an address on the interconnect, as messages call it. */
    Optional<String> owner(InetAddress address) {
        return Optional.ofNullable(owners.get(address));
    }

    private static ElectionConfig election(MappingReader in) {
        Duration heartbeat = in.optional("heartbeat", HEARTBEAT, Duration.ofMillis(30));
        Duration lease = in.optional("lease", ClusterReader::lease, Duration.ofSeconds(2));
        boolean preempt = in.optional("preempt", Scalars.FLAG, false);
        Optional<Duration> delay = in.find("preempt_delay", PREEMPT_DELAY);
        if (delay.isPresent() && !preempt && !in.broken("preempt")) {
            in.problem("preempt_delay", "preempt_delay has no effect without preempt: true");
        }
        boolean quorum = in.optional("quorum", Scalars.FLAG, false);
        if (quorum && in.size("nodes") < 3) {
            in.problem(
                    "quorum",
                    "quorum: true needs three nodes or more: of two, neither is a majority alone, and the loss of one"
                            + " would stop both; a witness is what two nodes can have");
        }
        List<InetAddress> witnesses = in.optionalValues("witness", Scalars.of(Addresses::host), _ -> null);
        return new ElectionConfig(heartbeat, lease, preempt, delay.orElse(Duration.ofSeconds(2)), quorum, witnesses);
    }

    private @Nullable NodeConfig node(MappingReader in) {
        String name = in.required("name", Scalars.NAME);
        List<InetAddress> addresses = addresses(in);
        int priority = in.optional("priority", Scalars.integer(1, 254), 100);
        if (name == null || addresses.isEmpty()) {
            return null;
        }
        NodeConfig node = new NodeConfig(name, addresses, priority);
        places.put(node, in);
        return node;
    }

    /** {@code address} is the short form for the one network that most have. */
    private List<InetAddress> addresses(MappingReader in) {
        List<InetAddress> several =
                in.optionalValues("addresses", Scalars.of(Addresses::host), address -> claim(in.where(), address));
        if (!in.has("addresses")) {
            InetAddress address = in.required("address", Scalars.of(Addresses::host));
            String wrong = address == null ? null : claim(in.where(), address);
            if (wrong != null) {
                in.problem("address", "address " + wrong);
            }
            return address == null ? List.of() : List.of(address);
        }
        if (in.find("address", Scalars.of(Addresses::host)).isPresent()) {
            in.problem("address", "address and addresses exclude each other; put it first in addresses");
        }
        return several;
    }

    /** What is wrong with that address for that node, or null. */
    private @Nullable String claim(String where, InetAddress address) {
        String other = owners.putIfAbsent(address, where);
        return other == null ? null : address.getHostAddress() + " is taken by " + other;
    }

    /** The first addresses of all nodes are on one network, the second ones on another, and so on. */
    private void requireSameNetworks(MappingReader cluster, List<NodeConfig> nodes) {
        for (NodeConfig node : nodes) {
            NodeConfig first = nodes.getFirst();
            MappingReader in = places.getOrDefault(node, cluster);
            String key = in.has("addresses") ? "addresses" : "address";
            if (node.addresses().size() != first.addresses().size()) {
                in.problem(
                        key,
                        node.name() + " has " + node.addresses().size() + " and " + first.name() + " has "
                                + first.addresses().size()
                                + " addresses; each node needs one on each network of the interconnect");
                continue;
            }
            for (int path = 0; path < node.addresses().size(); path++) {
                InetAddress mine = node.addresses().get(path);
                InetAddress theirs = first.addresses().get(path);
                if (isIpv6(mine) != isIpv6(theirs)) {
                    in.problem(
                            key,
                            "address " + mine.getHostAddress() + " and node \"" + first.name() + "\"'s "
                                    + theirs.getHostAddress()
                                    + " are not of the same IP version; nodes could not talk");
                }
            }
        }
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }

    /** The kernel counts address lifetimes in whole seconds; 0 stands for no lease. */
    private static Duration lease(ScalarNode node) {
        if (node.getValue().equals("0") || node.getValue().equals("0s")) {
            return Duration.ZERO;
        }
        Duration lease = LEASE.read(node);
        if (lease.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException(
                    Durations.format(lease) + " is not in whole seconds; the kernel counts leases in seconds");
        }
        return lease;
    }

    private static void requireLeaseOutlivesHeartbeats(MappingReader in, ElectionConfig cluster) {
        Duration least = cluster.heartbeat().multipliedBy(MISSED_HEARTBEATS);
        boolean known = !in.broken("heartbeat") && !in.broken("lease");
        if (known && !cluster.lease().isZero() && cluster.lease().compareTo(least) <= 0) {
            String lease = Durations.format(cluster.lease()) + (in.has("lease") ? "" : " (the default)");
            in.problem(
                    in.has("lease") ? "lease" : "heartbeat",
                    "lease " + lease + " must be longer than " + MISSED_HEARTBEATS + " x heartbeat = "
                            + Durations.format(least) + "; a longer lease or a shorter heartbeat");
        }
    }

    private static void requireOneWayToTrust(MappingReader in, ClusterConfig cluster) {
        boolean secret = in.has("secret_file");
        if (secret && cluster.insecure()) {
            in.problem("insecure", "secret_file and insecure: true exclude each other; keep one of them");
        }
        if (in.size("nodes") > 1 && !secret && !cluster.insecure() && !in.broken("insecure")) {
            in.problem(
                    "nodes",
                    "nodes need a key to trust each other: set secret_file, or insecure: true"
                            + " if everybody on the interconnect may take part (tests, demos)");
        }
    }
}
