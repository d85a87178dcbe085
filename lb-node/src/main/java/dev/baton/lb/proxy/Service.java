package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.access.FrontendLog;
import dev.baton.lb.proxy.http.Site;
import dev.baton.lb.proxy.tcp.TcpRoutes;
import dev.baton.lb.proxy.tls.Terminator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a frontend does for its clients, as one configuration says it. Immutable. */
sealed interface Service {

    FrontendConfig frontend();

    /** Whom it believes where connections come from. */
    Gate gate();

    /** Ends its clients' TLS; null where they come in clear. */
    @Nullable Terminator terminator();

    record Tcp(FrontendConfig frontend, Gate gate, @Nullable Terminator terminator, TcpRoutes routes, FrontendLog log)
            implements Service {}

    record Http(
            FrontendConfig frontend, Gate gate, @Nullable Terminator terminator, Site site, FrontendLog log)
            implements Service {}

    /**
     * @param backends finds a backend by name
     * @param log where what its clients do is written down
     * @param terminator ends TLS; null for none
     * @throws IllegalArgumentException if a backend is not there
     */
    static Service of(
            FrontendConfig frontend,
            Function<String, Backend> backends,
            FrontendLog log,
            @Nullable Terminator terminator) {
        Gate gate = new Gate(frontend);
        return switch (frontend.mode()) {
            case TCP -> new Tcp(frontend, gate, terminator, TcpRoutes.of(frontend, backends), log);
            case HTTP -> new Http(frontend, gate, terminator, Site.of(frontend, backends), log);
        };
    }
}
