package dev.baton.lb.pool;

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
     * What a backend's configuration says.
     *
     * @param secret the cluster's key, if there is one
     */
    static Affinity of(BackendConfig config, Optional<byte[]> secret) {
        return config.affinity()
                .map(affinity -> of(config, affinity.kind(), secret))
                .orElse(None.NONE);
    }

    private static Affinity of(BackendConfig config, AffinityConfig.Kind kind, Optional<byte[]> secret) {
        return switch (kind) {
            case AffinityConfig.Insert insert -> new Inserted(insert, tokens(config, insert, secret));
            case AffinityConfig.Prefix prefix -> new Prefixed(prefix, tokens(config, prefix, secret));
            case AffinityConfig.Kept _ -> None.NONE;
        };
    }

    private static ServerTokens tokens(BackendConfig config, AffinityConfig.Carried carried, Optional<byte[]> secret) {
        List<String> servers =
                config.servers().stream().map(BackendConfig.ServerConfig::name).toList();
        return ServerTokens.of(carried.form(), config.name(), servers, secret);
    }
}
