package dev.baton.lb.config;

import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.config.ClusterConfig.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code cluster}. */
final class ClusterReader {

    private static final Scalar<Duration> HEARTBEAT = Scalars.duration(Duration.ofMillis(10), Duration.ofSeconds(10));
    private static final Scalar<Duration> LEASE = Scalars.duration(Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** RFC 9568 section 6.1: a backup gives up on the master after three advertisements that did not come. */
    private static final int MISSED_HEARTBEATS = 3;

    private final Path file;
    private final Map<InetAddress, String> owners = new LinkedHashMap<>();
    private boolean hasNodes;

    /** @param file the file that is read; a relative {@code secret_file} lies beside it */
    ClusterReader(Path file) {
        this.file = file;
    }

    ClusterConfig read(MappingReader in) {
        ClusterConfig cluster = new ClusterConfig(
                in.optional("name", Scalars::name, "baton"),
                in.find("secret_file", Scalars::path).map(file::resolveSibling),
                in.optional("insecure", Scalars::flag, false),
                in.optional("transport", Scalars.word(Transport.class), Transport.UDP),
                in.optional("heartbeat", HEARTBEAT, Duration.ofMillis(50)),
                in.optional("lease", ClusterReader::lease, Duration.ofSeconds(2)),
                in.optional("preempt", Scalars::flag, false),
                in.list("nodes", "node", this::node));
        hasNodes = in.size("nodes") > 0;
        requireLeaseOutlivesHeartbeats(in, cluster);
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

    private @Nullable NodeConfig node(MappingReader in) {
        String name = in.required("name", Scalars::name);
        InetAddress address = in.required("address", Scalars.of(Addresses::host));
        int priority = in.optional("priority", Scalars.integer(1, 254), 100);
        if (name == null || address == null) {
            return null;
        }
        String text = address.getHostAddress();
        owners.keySet().stream()
                .findFirst()
                .filter(other -> isIpv6(other) != isIpv6(address))
                .ifPresent(other -> in.problem(
                        "address",
                        "address " + text + " and " + owners.get(other) + "'s " + other.getHostAddress()
                                + " are not of the same IP version; nodes could not talk"));
        String other = owners.putIfAbsent(address, in.where());
        if (other != null) {
            in.problem("address", "address " + text + " is taken by " + other);
        }
        return new NodeConfig(name, address, priority);
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

    private static void requireLeaseOutlivesHeartbeats(MappingReader in, ClusterConfig cluster) {
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
