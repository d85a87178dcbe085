package dev.baton.lb.config;

import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.health.AdminState;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the elements of {@code backends}. */
final class BackendReader {

    private static final int MAX_SERVERS = 10_000;
    private static final Scalar<Duration> SLOW_START = Scalars.duration(Duration.ZERO, Duration.ofHours(1));

    static final Scalar<Integer> CONNECTIONS = Scalars.integer(0, 1_000_000);

    private static final Scalar<ServerProtocol> PROTOCOL = Scalars.word(ServerProtocol.class);

    static final Scalar<SendProxy> SEND_PROXY = Scalars.word(SendProxy.class);

    private final ServerTimeouts timeouts;
    private final AffinityReader affinityReader;
    private final ServerTlsReader tlsReader;

    /** @param timeouts what counts where a backend says nothing */
    BackendReader(ServerTimeouts timeouts, AffinityReader affinityReader, ServerTlsReader tlsReader) {
        this.tlsReader = tlsReader;
        this.timeouts = timeouts;
        this.affinityReader = affinityReader;
    }

    @Nullable BackendConfig read(MappingReader in) {
        String name = in.required("name", Scalars.NAME);
        Balance balance = BalanceReader.read(in);
        Duration slowStart = in.optional("slow_start", SLOW_START, Duration.ZERO);
        Optional<AffinityConfig> affinity = in.findSection("affinity", affinityReader::read);
        HealthConfig health = HealthReader.read(in);
        QueueConfig queue = in.section("queue", QueueConfig::read);
        RetryConfig retry = RetryConfig.read(in);
        in.requireElements("servers");
        SendProxy sendProxy = in.optional("send_proxy", SEND_PROXY, SendProxy.NONE);
        ServerProtocol protocol = in.optional("protocol", PROTOCOL, ServerProtocol.HTTP1);
        Optional<ServerTls> tls = tlsReader.read(in, protocol);
        if (health.check().tls().orElse(false) && !in.has("tls")) {
            in.problem("check", "check: tls: true needs tls of the backend, which says who is believed");
        }
        List<ServerConfig> servers = in.list("servers", "server", each -> server(each, sendProxy, tls, protocol));
        if (in.size("servers") > MAX_SERVERS) {
            in.problem("servers", "more than " + MAX_SERVERS + " servers");
        }
        ServerTimeouts own = in.section("timeouts", section -> TimeoutDefaults.server(section, timeouts));
        return name == null
                ? null
                : new BackendConfig(name, balance, affinity, slowStart, health, queue, retry, servers, own);
    }

    /**
     * @param sendProxy what the backend says
     * @param tls likewise
     * @param protocol likewise
     */
    private static @Nullable ServerConfig server(
            MappingReader in, SendProxy sendProxy, Optional<ServerTls> tls, ServerProtocol protocol) {
        String name = in.required("name", Scalars.NAME);
        InetSocketAddress address = in.required("address", Scalars.of(Addresses::connect));
        int weight = in.optional("weight", Scalars.integer(0, 256), 1);
        boolean backup = in.optional("backup", Scalars.FLAG, false);
        AdminState state = in.optional("state", Scalars.word(AdminState.class), AdminState.READY);
        int maxConnections = in.optional("max_connections", CONNECTIONS, 0);
        SendProxy own = in.optional("send_proxy", SEND_PROXY, sendProxy);
        if (own != SendProxy.NONE && protocol == ServerProtocol.H2) {
            in.problem("send_proxy", "send_proxy needs protocol: http1; a connection of h2 is that of many clients");
        }
        Optional<String> serverName = in.find("server_name", ServerTlsReader.NAME);
        if (serverName.isPresent() && tls.isEmpty()) {
            in.problem("server_name", "server_name needs tls of the backend; in clear nobody is asked for a name");
        }
        return name == null || address == null
                ? null
                : new ServerConfig(
                        name,
                        address,
                        weight,
                        backup,
                        state,
                        maxConnections,
                        own,
                        tls.map(it -> it.named(serverName)),
                        protocol);
    }
}
