package dev.baton.lb.config;

import dev.baton.lb.config.FrontendConfig.Mode;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the elements of {@code frontends}. */
final class FrontendReader {

    private final Set<String> backends;
    private final List<BackendConfig> readBackends;
    private final Listeners listeners;
    private final ClientReader clientReader;

    /**
     * @param backends the names of all backends, good or bad
     * @param readBackends the good ones
     */
    FrontendReader(
            Set<String> backends, List<BackendConfig> readBackends, Listeners listeners, ClientReader clientReader) {
        this.backends = backends;
        this.readBackends = readBackends;
        this.listeners = listeners;
        this.clientReader = clientReader;
    }

    @Nullable FrontendConfig read(MappingReader in) {
        String name = in.required("name", Scalars::name);
        InetSocketAddress bind = in.required("bind", Scalars.of(Addresses::listen));
        Mode mode = in.optional("mode", Scalars.word(Mode.class), Mode.HTTP);
        String backend = in.required("backend", Scalars::name);
        ClientConfig clients = clientReader.read(in, mode);
        if (bind != null) {
            listeners.claim(bind, in.where()).ifPresent(taken -> in.problem("bind", "bind " + taken));
        }
        if (backend != null && !backends.contains(backend)) {
            in.problem("backend", "there is no backend \"" + backend + "\"" + NearestWord.hint(backend, backends));
        }
        if (mode == Mode.TCP && backend != null) {
            requireNoHttp(in, backend);
        }
        RoutingConfig routing = new RoutingReader(new RuleReader(backends)).read(in, mode);
        int maxConnections =
                in.optional("max_connections", Scalars.integer(1, 1_000_000), FrontendConfig.DEFAULT_MAX_CONNECTIONS);
        return name == null || bind == null || backend == null
                ? null
                : new FrontendConfig(name, bind, mode, backend, maxConnections, clients, routing);
    }

    /** A policy that finds nothing to go by would silently be another one. */
    private void requireNoHttp(MappingReader in, String backend) {
        boolean needsRequest = readBackends.stream()
                .filter(each -> each.name().equals(backend))
                .anyMatch(each -> each.balance() instanceof Balance.ByHash hash
                        && !hash.on().isOfConnection());
        if (needsRequest) {
            in.problem(
                    "backend",
                    "backend \"" + backend
                            + "\" hashes a part of HTTP requests, which mode: tcp doesn't read; use mode: http,"
                            + " or balance: source");
        }
    }
}
