package dev.baton.lb.pool;

import dev.baton.lb.affinity.Affinities;
import dev.baton.lb.affinity.KeyHasher;
import dev.baton.lb.affinity.cookie.ServerTokens;
import dev.baton.lb.config.AffinityConfig;
import dev.baton.lb.config.BackendConfig;
import java.util.List;
import java.util.Optional;

/** How a backend knows its clients again. */
public sealed interface Affinity {

    /** It doesn't. */
    enum None implements Affinity {
        NONE
    }

    /**
     * Clients are given a cookie.
     *
     * @param tokens what the cookie holds, by the index of the server
     */
    record Inserted(AffinityConfig.Insert kind, ServerTokens tokens) implements Affinity {}

    /**
     * A cookie of the application is lengthened.
     *
     * @param tokens what stands in front of its value, by the index of the server
     */
    record Prefixed(AffinityConfig.Prefix kind, ServerTokens tokens) implements Affinity {}

    /**
     * Every node knows which server a client belongs to.
     *
     * @param homes what is known
     */
    record Kept(AffinityConfig.Kept kind, Homes homes) implements Affinity {}

    /**
     * What the nodes of a cluster have in common.
     *
     * @param secret the cluster's key, if there is one
     * @param hasher makes keys of what is seen of clients
     * @param table remembers them
     */
    record Cluster(Optional<byte[]> secret, KeyHasher hasher, Affinities table) {

        /** What a backend's configuration says. */
        public Affinity of(BackendConfig config) {
            return config.affinity()
                    .map(affinity -> of(config, affinity.kind()))
                    .orElse(None.NONE);
        }

        private Affinity of(BackendConfig config, AffinityConfig.Kind kind) {
            return switch (kind) {
                case AffinityConfig.Insert insert -> new Inserted(insert, tokens(config, insert));
                case AffinityConfig.Prefix prefix -> new Prefixed(prefix, tokens(config, prefix));
                case AffinityConfig.Kept kept -> new Kept(kept, new Homes(config.name(), kept, hasher, table));
            };
        }

        private ServerTokens tokens(BackendConfig config, AffinityConfig.Carried carried) {
            List<String> servers = config.servers().stream()
                    .map(BackendConfig.ServerConfig::name)
                    .toList();
            return ServerTokens.of(carried.form(), config.name(), servers, secret);
        }
    }
}
