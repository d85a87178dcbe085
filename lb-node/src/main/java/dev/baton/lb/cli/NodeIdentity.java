package dev.baton.lb.cli;

import dev.baton.lb.config.ClusterConfig;
import dev.baton.lb.config.ClusterConfig.NodeConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which node of the configuration this machine is. */
final class NodeIdentity {

    private NodeIdentity() {}

    static NodeConfig find(ClusterConfig cluster, @Nullable String name) {
        if (name != null) {
            return cluster.node(name).orElseThrow(() -> new CommandFailure(ExitCode.USAGE, cluster.noSuchNode(name)));
        }
        List<InetAddress> own = ownAddresses();
        return cluster.nodeByAddress(own)
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, cluster.noNodeByAddress(own)));
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
