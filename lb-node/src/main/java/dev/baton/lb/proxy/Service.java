package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.access.FrontendLog;
import dev.baton.lb.proxy.http.Site;
import dev.baton.lb.proxy.tcp.TcpRoutes;
import java.util.function.Function;

/** What a frontend does for its clients, as one configuration says it. Immutable. */
sealed interface Service {

    FrontendConfig frontend();

    /** Whom it believes where connections come from. */
    Gate gate();

    record Tcp(FrontendConfig frontend, Gate gate, TcpRoutes routes, FrontendLog log) implements Service {}

    record Http(FrontendConfig frontend, Gate gate, Site site, FrontendLog log) implements Service {}

    /**
     * @param backends finds a backend by name
     * @param log where what its clients do is written down
     * @throws IllegalArgumentException if a backend is not there
     */
    static Service of(FrontendConfig frontend, Function<String, Backend> backends, FrontendLog log) {
        Gate gate = new Gate(frontend);
        return switch (frontend.mode()) {
            case TCP -> new Tcp(frontend, gate, TcpRoutes.of(frontend, backends), log);
            case HTTP -> new Http(frontend, gate, Site.of(frontend, backends), log);
        };
    }
}
