package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.util.List;
import java.util.Optional;

/**
 * What an HTTP frontend does with a request on its way.
 *
 * @param rules the first that fits decides; where none does, the request goes to the frontend's backend
 * @param headers changed in every request and response, before those of the rule
 * @param trustedProxies who may speak for other clients
 * @param forwarded what tells the servers about the client
 * @param requestId how requests get a name, if they do
 */
public record RoutingConfig(
        List<RuleConfig> rules,
        HeadersConfig headers,
        List<IpPrefix> trustedProxies,
        List<Forwarded> forwarded,
        Optional<RequestIdConfig> requestId) {

    private static final List<Forwarded> USUAL = List.of(Forwarded.X_FORWARDED_FOR, Forwarded.X_FORWARDED_PROTO);

    public static final RoutingConfig NONE =
            new RoutingConfig(List.of(), HeadersConfig.NONE, List.of(), USUAL, Optional.empty());

    public RoutingConfig {
        rules = List.copyOf(rules);
        trustedProxies = List.copyOf(trustedProxies);
        forwarded = List.copyOf(forwarded);
    }

    /** Fields that a proxy adds; the last is that of RFC 7239. */
    public enum Forwarded {
        X_FORWARDED_FOR,
        X_FORWARDED_PROTO,
        X_FORWARDED_HOST,
        FORWARDED
    }
}
