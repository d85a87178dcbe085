package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import dev.baton.lb.config.FrontendConfig.Mode;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the elements of {@code frontends}. */
final class FrontendReader {

    private final BackendUse backends;
    private final Listeners listeners;
    private final ClientReader clientReader;
    private final TlsReader tlsReader;
    private final Function<MappingReader, AccessLogConfig> accessLog;

    /** @param accessLog reads what a frontend says of its log */
    FrontendReader(
            BackendUse backends,
            Listeners listeners,
            ClientReader clientReader,
            TlsReader tlsReader,
            Function<MappingReader, AccessLogConfig> accessLog) {
        this.backends = backends;
        this.listeners = listeners;
        this.clientReader = clientReader;
        this.tlsReader = tlsReader;
        this.accessLog = accessLog;
    }

    @Nullable FrontendConfig read(MappingReader in) {
        String name = in.required("name", Scalars.NAME);
        InetSocketAddress bind = in.required("bind", Scalars.of(Addresses::listen));
        Mode mode = in.optional("mode", Scalars.word(Mode.class), Mode.HTTP);
        String backend = in.required("backend", Scalars.NAME);
        ClientConfig clients = clientReader.read(in, mode);
        if (bind != null) {
            listeners.claim(bind, in.where()).ifPresent(taken -> in.problem("bind", "bind " + taken));
        }
        if (backend != null) {
            backends.check(in, backend, mode);
        }
        Optional<TlsConfig> tls = tlsReader.read(in, mode);
        if (tls.isPresent() && clients.http2().clearText()) {
            in.problem("http2", "http2: clear_text is for frontends without tls; over TLS clients agree on h2 by alpn");
        }
        RoutingConfig routing = new RoutingReader(new RuleReader(backends)).read(in, mode);
        SniConfig sni = new SniReader((rule, named) -> backends.check(rule, named, mode)).read(in, mode);
        List<IpPrefix> acceptProxy = in.oneOrMore("accept_proxy", FrontendReader::proxies).stream()
                .flatMap(List::stream)
                .toList();
        int maxConnections =
                in.optional("max_connections", Scalars.integer(1, 1_000_000), FrontendConfig.DEFAULT_MAX_CONNECTIONS);
        AccessLogConfig log = accessLog.apply(in);
        if (mode == Mode.TCP && in.has("access_log") && !log.headers().isEmpty()) {
            in.problem("access_log", "access_log: headers is for mode: http; mode: tcp doesn't read requests");
        }
        return name == null || bind == null || backend == null
                ? null
                : new FrontendConfig(
                        name, bind, mode, backend, maxConnections, clients, routing, sni, acceptProxy, log, tls);
    }

    /** A network; everybody or nobody are words for two of them and for none. */
    private static List<IpPrefix> proxies(ScalarNode node) {
        if (!node.getTag().equals(Tag.BOOL)) {
            return List.of(Addresses.network(Scalars.text(node)));
        }
        return Scalars.flag(node) ? List.of(IpPrefix.parse("0.0.0.0/0"), IpPrefix.parse("::/0")) : List.of();
    }
}
