package dev.baton.lb.config;

import dev.baton.lb.config.HeadersConfig.Edits;
import dev.baton.lb.config.HeadersConfig.Header;
import dev.baton.lb.config.RuleConfig.Action;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a frontend says in one line of its secure side, and says it in the words of rules and headers. */
final class SecureHeaders {

    /** RFC 6797, section 6.1. */
    private static final Scalar<String> POLICY = Scalars.matching(
            "max-age=\\d{1,10}(; ?includeSubDomains)?(; ?preload)?",
            "is not a policy; write it like max-age=31536000, then ; includeSubDomains if it is for all names below");

    /** Keeps the method, and is remembered (RFC 9110, section 15.4.9). */
    private static final int PERMANENT = 308;

    private final MappingReader in;

    /** @param in the frontend */
    SecureHeaders(MappingReader in) {
        this.in = in;
    }

    /** Adds the policy to responses. */
    HeadersConfig read(HeadersConfig headers) {
        Optional<String> policy = in.find("hsts", POLICY);
        if (policy.isPresent() && !in.has("tls")) {
            in.problem("hsts", "hsts needs tls: a client believes it over TLS only (RFC 6797, section 8.1)");
        }
        Stream<Header> hsts =
                policy.map(text -> new Header("Strict-Transport-Security", Template.literal(text))).stream();
        Edits response = headers.response();
        return new HeadersConfig(
                headers.request(),
                new Edits(Stream.concat(hsts, response.set().stream()).toList(), response.add(), response.remove()));
    }

    /** Sends whatever no rule is for to the same place over TLS. */
    static List<RuleConfig> withRedirect(MappingReader in, List<RuleConfig> rules) {
        if (!in.optional("redirect_to_https", Scalars.FLAG, false)) {
            return rules;
        }
        if (in.has("tls")) {
            in.problem(
                    "redirect_to_https",
                    "redirect_to_https is for a frontend without tls: this one would redirect to itself");
        }
        RuleConfig redirect = new RuleConfig(
                Conditions.NONE,
                Optional.empty(),
                new Action.Redirect(PERMANENT, Template.parse("https://{hostname}{uri}")),
                HeadersConfig.NONE,
                Optional.empty());
        return Stream.concat(rules.stream(), Stream.of(redirect)).toList();
    }
}
