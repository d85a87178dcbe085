package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.http.Site;
import java.util.function.Function;

/** What a frontend does for its clients, as one configuration says it. Immutable. */
sealed interface Service {

    FrontendConfig frontend();

    record Tcp(FrontendConfig frontend, Backend backend) implements Service {}

    record Http(FrontendConfig frontend, Site site) implements Service {}

    /**
     * @param backends finds a backend by name
     * @throws IllegalArgumentException if a backend is not there
     */
    static Service of(FrontendConfig frontend, Function<String, Backend> backends) {
        return switch (frontend.mode()) {
            case TCP -> new Tcp(frontend, backends.apply(frontend.backend()));
            case HTTP -> new Http(frontend, Site.of(frontend, backends));
        };
    }
}
