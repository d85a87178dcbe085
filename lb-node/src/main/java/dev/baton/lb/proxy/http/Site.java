package dev.baton.lb.proxy.http;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.HeadersConfig;
import dev.baton.lb.config.HeadersConfig.Edits;
import dev.baton.lb.config.HeadersConfig.Header;
import dev.baton.lb.config.RoutingConfig.Forwarded;
import dev.baton.lb.config.RuleConfig;
import dev.baton.lb.config.RuleConfig.Action;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.loop.Reporter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The HTTP side of a frontend: where requests go, and what is done with them on the way. Immutable. */
public final class Site {

    private final List<RuleConfig> rules;
    private final Route[] routes;
    private final Route otherwise;
    private final List<IpPrefix> trustedProxies;
    private final Set<Forwarded> forwarded;
    private final @Nullable RequestIds requestIds;
    private final FieldNames own;
    private final FieldEdits answerEdits;
    private final Reporter troubles;
    private final Reporter strangers;

    private Site(FrontendConfig frontend, Function<String, Backend> backends) {
        this.rules = frontend.routing().rules();
        HeadersConfig always = frontend.routing().headers();
        this.requestIds = frontend.routing().requestId().map(RequestIds::new).orElse(null);
        this.own = new FieldNames(own(frontend, requestIds));
        Map<Backend, Stickiness> known = new HashMap<>();
        Function<Backend, Stickiness> stickiness = backend -> known.computeIfAbsent(backend, Stickiness::of);
        this.routes = rules.stream()
                .map(rule -> route(rule, always, own.names(), backends, stickiness))
                .toArray(Route[]::new);
        this.answerEdits = FieldEdits.response(always.response());
        Backend backend = backends.apply(frontend.backend());
        this.otherwise = new Route.Forward(
                backend,
                stickiness.apply(backend),
                null,
                FieldEdits.request(always.request(), own.names()),
                answerEdits);
        this.trustedProxies = frontend.routing().trustedProxies();
        this.forwarded = frontend.routing().forwarded().isEmpty()
                ? EnumSet.noneOf(Forwarded.class)
                : EnumSet.copyOf(frontend.routing().forwarded());
        this.strangers = new Reporter("frontend \"" + frontend.name() + "\": http");
        this.troubles = new Reporter("frontend \"" + frontend.name() + "\": http2");
    }

    /** @param backends finds a backend by name */
    public static Site of(FrontendConfig frontend, Function<String, Backend> backends) {
        return new Site(frontend, backends);
    }

    /** What the first rule that fits says, in the order of the configuration. */
    Route route(RequestView request) {
        for (int i = 0; i < routes.length; i++) {
            if (RuleMatcher.fits(rules.get(i), request)) {
                return routes[i];
            }
        }
        return otherwise;
    }

    /** Whether this peer may speak for other clients. */
    boolean trusts(Client peer) {
        return !trustedProxies.isEmpty() && peer.isIn(trustedProxies);
    }

    /** Who sent the request that a trusted peer passes on. */
    Client clientBehind(Client peer, Head head) {
        return peer.behind(head, trustedProxies);
    }

    boolean adds(Forwarded field) {
        return forwarded.contains(field);
    }

    /** Changes of the fields of answers that no server gives. */
    FieldEdits answerEdits() {
        return answerEdits;
    }

    /** Hears of clients whose connection of HTTP/2 ended with an error. */
    Reporter troubles() {
        return troubles;
    }

    /** Hears of clients that speak no HTTP at all. */
    Reporter strangers() {
        return strangers;
    }

    /** How requests are named; null when they aren't. */
    @Nullable RequestIds requestIds() {
        return requestIds;
    }

    /**
     * Fields that nobody but us may write into requests, besides those of {@link Forwarding}: the name of the request, and
     * what TLS has told of the client.
     */
    FieldNames own() {
        return own;
    }

    private static List<String> own(FrontendConfig frontend, @Nullable RequestIds ids) {
        Stream<String> certificate = frontend.tls().stream()
                .flatMap(tls -> tls.clientAuth().headers().stream())
                .map(header -> header.name().toLowerCase(Locale.ROOT));
        return Stream.concat(certificate, Stream.ofNullable(ids).map(RequestIds::field))
                .toList();
    }

    private static Route route(
            RuleConfig rule,
            HeadersConfig always,
            List<String> own,
            Function<String, Backend> backends,
            Function<Backend, Stickiness> stickiness) {
        return switch (rule.action()) {
            case Action.Forward(String name) -> {
                Backend backend = backends.apply(name);
                yield new Route.Forward(
                        backend,
                        stickiness.apply(backend),
                        rule.rewrite().orElse(null),
                        FieldEdits.request(both(always.request(), rule.headers().request()), own),
                        FieldEdits.response(
                                both(always.response(), rule.headers().response())));
            }
            case Action.Redirect redirect -> new Route.Redirect(redirect.status(), redirect.to());
            case Action.Respond respond ->
                new Route.Respond(respond.status(), respond.contentType(), Ascii.utf8(respond.body()));
        };
    }

    /** What a rule sets takes the place of what the frontend sets; what it removes the frontend does not write either. */
    private static Edits both(Edits always, Edits rule) {
        Set<String> again = rule.set().stream()
                .map(header -> header.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Set<String> removed = Set.copyOf(rule.remove());
        Stream<Header> kept = always.set().stream()
                .filter(header -> !again.contains(header.name().toLowerCase(Locale.ROOT)))
                .filter(header -> !removed.contains(header.name().toLowerCase(Locale.ROOT)));
        Stream<Header> added = always.add().stream()
                .filter(header -> !removed.contains(header.name().toLowerCase(Locale.ROOT)));
        return new Edits(
                Stream.concat(kept, rule.set().stream()).toList(),
                Stream.concat(added, rule.add().stream()).toList(),
                Stream.concat(always.remove().stream(), rule.remove().stream()).toList());
    }
}
