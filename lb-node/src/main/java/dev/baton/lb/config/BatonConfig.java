package dev.baton.lb.config;

import java.util.List;

/**
 * A whole, valid configuration; the same on every node.
 *
 * @param cluster the nodes and how they talk
 * @param floatingIps the floating IP groups; may be empty
 * @param frontends what listens
 * @param backends the pools behind
 * @param workers data path threads; 0 means one per core
 * @param affinityEntries so many clients at most whose server is remembered
 * @param admin who may ask for what of the nodes, and where
 * @param digest SHA-256 of the file's bytes, in lower-case hex
 */
public record BatonConfig(
        ClusterConfig cluster,
        List<FloatingIpConfig> floatingIps,
        List<FrontendConfig> frontends,
        List<BackendConfig> backends,
        int workers,
        int affinityEntries,
        AdminConfig admin,
        String digest) {

    public BatonConfig {
        floatingIps = List.copyOf(floatingIps);
        frontends = List.copyOf(frontends);
        backends = List.copyOf(backends);
    }

    /** Whether there are several nodes, none of which hears of another: those who share addresses only do. */
    public boolean sharesNothing() {
        return floatingIps.isEmpty() && cluster.nodes().size() > 1;
    }
}
