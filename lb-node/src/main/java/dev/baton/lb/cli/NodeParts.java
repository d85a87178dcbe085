package dev.baton.lb.cli;

import dev.baton.lb.admin.AdminServer;
import dev.baton.lb.config.ClusterConfig.NodeConfig;
import dev.baton.lb.history.NodeMemory;
import dev.baton.lb.proxy.DataPath;
import org.jspecify.annotations.Nullable;

/** What a node is made of. Operators may ask while it starts, so each part may not be there yet. */
final class NodeParts {

    final NodeConfig node;
    final Reloads reloads;
    volatile @Nullable AdminServer admin;
    volatile @Nullable SecureAdmin secureAdmin;
    volatile @Nullable DataPath dataPath;
    volatile @Nullable NodeMemory memory;
    volatile @Nullable AffinityRuntime clients;
    volatile @Nullable ServerOperations servers;
    volatile @Nullable AffinityOperations affinity;
    volatile @Nullable Election election;
    volatile @Nullable PreparedReload preparedReload;
    volatile @Nullable ClusterReload clusterReload;
    volatile boolean ready;

    NodeParts(NodeConfig node, Reloads reloads) {
        this.node = node;
        this.reloads = reloads;
    }
}
