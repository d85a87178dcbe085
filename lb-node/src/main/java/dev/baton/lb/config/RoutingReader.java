package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.config.RoutingConfig.Forwarded;
import java.util.List;
import java.util.Optional;

/** Reads what an HTTP frontend does with a request on its way. */
final class RoutingReader {

    private static final List<String> KEYS =
            List.of("headers", "trusted_proxies", "forwarded", "request_id", "redirect_to_https", "hsts");

    private final RuleReader rules;

    RoutingReader(RuleReader rules) {
        this.rules = rules;
    }

    /** @param in the frontend */
    RoutingConfig read(MappingReader in, FrontendConfig.Mode mode) {
        List<RuleConfig> read = mode == FrontendConfig.Mode.HTTP ? in.list("rules", "rule", rules::read) : List.of();
        HeadersConfig headers = new SecureHeaders(in).read(in.section("headers", HeadersReader::read));
        List<IpPrefix> trusted = in.oneOrMore("trusted_proxies", Scalars.of(Addresses::network));
        List<Forwarded> asked = in.optionalValues("forwarded", Scalars.word(Forwarded.class));
        List<Forwarded> forwarded = in.has("forwarded") ? asked : RoutingConfig.NONE.forwarded();
        Optional<RequestIdConfig> requestId = in.findSection("request_id", RoutingReader::requestId);
        if (mode == FrontendConfig.Mode.TCP) {
            KEYS.stream()
                    .filter(in::has)
                    .forEach(key -> in.problem(key, key + " is for mode: http; mode: tcp doesn't read requests"));
        }
        return new RoutingConfig(SecureHeaders.withRedirect(in, read), headers, trusted, forwarded, requestId);
    }

    private static RequestIdConfig requestId(MappingReader in) {
        return new RequestIdConfig(
                in.optional("header", Scalars.of(HeadersReader::addable), "X-Request-ID"),
                in.optional("accept", Scalars.word(RequestIdConfig.Accept.class), RequestIdConfig.Accept.TRUSTED));
    }
}
