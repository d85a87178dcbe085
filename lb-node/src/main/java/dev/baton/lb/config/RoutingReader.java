package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.config.RoutingConfig.Forwarded;
import java.util.List;

/** Reads what an HTTP frontend does with a request on its way. */
final class RoutingReader {

    private static final List<String> KEYS = List.of("rules", "headers", "trusted_proxies", "forwarded");

    private final RuleReader rules;

    RoutingReader(RuleReader rules) {
        this.rules = rules;
    }

    /** @param in the frontend */
    RoutingConfig read(MappingReader in, FrontendConfig.Mode mode) {
        List<RuleConfig> read = in.list("rules", "rule", rules::read);
        HeadersConfig headers = in.section("headers", HeadersReader::read);
        List<IpPrefix> trusted = in.oneOrMore("trusted_proxies", Scalars.of(Addresses::network));
        List<Forwarded> forwarded = in.has("forwarded")
                ? in.optionalValues("forwarded", Scalars.word(Forwarded.class))
                : RoutingConfig.NONE.forwarded();
        if (mode == FrontendConfig.Mode.TCP) {
            KEYS.stream()
                    .filter(in::has)
                    .forEach(key -> in.problem(key, key + " is for mode: http; mode: tcp doesn't read requests"));
        }
        return new RoutingConfig(read, headers, trusted, forwarded);
    }
}
