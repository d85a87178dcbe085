package dev.baton.lb.cli;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ClusterConfig.NodeConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out which node of the configuration this machine is. */
final class NodeIdentity {

    private static final int DEFAULT_PRIORITY = 100;

    private NodeIdentity() {}

    static NodeConfig find(BatonConfig config, @Nullable String name) {
        if (config.cluster().nodes().isEmpty()) {
            return new NodeConfig(name == null ? "local" : name, InetAddress.getLoopbackAddress(), DEFAULT_PRIORITY);
        }
        if (name != null) {
            return config.cluster().node(name).orElseThrow(() -> new CommandFailure(
                    ExitCode.USAGE, "node \"" + name + "\" is not in the configuration; it has " + names(config)));
        }
        return config.cluster().nodeByAddress(ownAddresses()).orElseThrow(() -> new CommandFailure(
                ExitCode.USAGE,
                "none of this machine's addresses is a node's in the configuration; say which one it is with --node: "
                        + names(config)));
    }

    private static String names(BatonConfig config) {
        return config.cluster().nodes().stream().map(NodeConfig::name).collect(Collectors.joining(", "));
    }

    private static List<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            throw new CommandFailure(ExitCode.NO, "cannot list this machine's addresses: " + e.getMessage(), e);
        }
    }
}
