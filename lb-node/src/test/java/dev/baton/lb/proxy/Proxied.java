package dev.baton.lb.proxy;

import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.KeyHasher;
import dev.baton.lb.affinity.LogicalClock;
import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.Balance;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.CheckConfig;
import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.pool.Wish;
import dev.baton.lb.proxy.access.AccessLogs;
import dev.baton.lb.proxy.loop.Transport;
import dev.baton.lb.traffic.Multiplexing;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A data path with one frontend on loopback, in front of the given servers. */
final class Proxied implements Closeable {

    /** Below the ports that Linux gives to those that ask for none, so that nobody gets one of these by accident. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 10_000));

    static final Duration CHECK_INTERVAL = Duration.ofMillis(50);

    /** What all know of whose clients are whose; emptied by {@link #close}. */
    static final AffinityTable TABLE = new AffinityTable("n", 100_000, new LogicalClock(System::currentTimeMillis));

    final DataPath path;
    final InetSocketAddress address;

    private Proxied(DataPath path, InetSocketAddress address) {
        this.path = path;
        this.address = address;
    }

    /** Returns when all servers are up. */
    static Proxied start(Mode mode, Transport transport, Setup setup, ScriptedServer... servers) throws IOException {
        Proxied proxied = startUnchecked(
                mode,
                transport,
                setup,
                Arrays.stream(servers).map(ScriptedServer::address).toArray(InetSocketAddress[]::new));
        Await.until(() -> proxied.servers().stream().allMatch(s -> s.state().equals("up")), "all servers up");
        return proxied;
    }

    static Proxied startUnchecked(Mode mode, Transport transport, Setup setup, InetSocketAddress... servers)
            throws IOException {
        CheckConfig check = CheckConfig.of(
                new CheckConfig.Tcp(),
                new CheckConfig.Rhythm(CHECK_INTERVAL, CHECK_INTERVAL, Duration.ofSeconds(1), 2, 3));
        return startUnchecked(mode, transport, setup, check, servers);
    }

    static Proxied startUnchecked(
            Mode mode, Transport transport, Setup setup, CheckConfig check, InetSocketAddress... servers)
            throws IOException {
        InetSocketAddress address = freeAddress();
        List<ServerConfig> configs = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            configs.add(new ServerConfig(Character.toString('a' + configs.size()), server, 1, false));
        }
        DataPath path = DataPath.start(
                List.of(new FrontendConfig("web", address, mode, "app", setup.clients())),
                List.of(new BackendConfig(
                        "app", Balance.ByServers.ROUND_ROBIN, Duration.ZERO, check, configs, setup.timeouts())),
                1,
                noLogs(),
                transport);
        return new Proxied(path, address);
    }

    /**
     * As a configuration says it; returns at once.
     *
     * @param frontend keys of the frontend, as {@code mode: tcp}
     * @param backend keys of the backend
     * @param server keys of every server
     */
    static Proxied configured(String frontend, String backend, String server, ScriptedServer... servers)
            throws IOException {
        return configured(noLogs(), frontend, backend, server, servers);
    }

    /** @param check keys of the check */
    static Proxied configured(String frontend, String backend, String server, String check, ScriptedServer... servers)
            throws IOException {
        return configured(noLogs(), frontend, backend, server, check, servers);
    }

    static Proxied configured(
            AccessLogs logs, String frontend, String backend, String server, ScriptedServer... servers)
            throws IOException {
        return configured(logs, frontend, backend, server, "type: tcp", servers);
    }

    private static Proxied configured(
            AccessLogs logs, String frontend, String backend, String server, String check, ScriptedServer... servers)
            throws IOException {
        InetSocketAddress[] addresses =
                Arrays.stream(servers).map(ScriptedServer::address).toArray(InetSocketAddress[]::new);
        return configured(logs, frontend, backend, server, check, addresses);
    }

    /** In front of servers of any kind. */
    static Proxied configured(
            AccessLogs logs, String frontend, String backend, String server, String check, InetSocketAddress... servers)
            throws IOException {
        InetSocketAddress address = freeAddress();
        String list = IntStream.range(0, servers.length)
                .mapToObj(i -> "{name: %s, address: \"127.0.0.1:%d\", %s}"
                        .formatted(Character.toString('a' + i), servers[i].getPort(), server))
                .collect(Collectors.joining(", "));
        String yaml = """
                frontends: [{name: web, bind: "127.0.0.1:%d", backend: app, %s}]
                backends: [{name: app, check: {interval: 50ms, rise: 1, %s}, %s, servers: [%s]}]
                """.formatted(address.getPort(), frontend, check, backend, list);
        try {
            BatonConfig config = ConfigReader.parse("test", yaml);
            Affinity.Cluster shared =
                    new Affinity.Cluster(Optional.empty(), new KeyHasher("test", Optional.empty()), TABLE);
            return new Proxied(DataPath.start(config.frontends(), config.backends(), shared::of, 1, logs), address);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** What a frontend without a log has no use for. */
    static AccessLogs noLogs() {
        return new AccessLogs(OutputStream.nullOutputStream());
    }

    /**
     * A TCP frontend with a backend of its own for each server, {@code b0} and so on; the last one is its default.
     * Returns when all servers are up.
     *
     * @param frontend keys of the frontend
     */
    static Proxied named(String frontend, ScriptedServer... servers) throws IOException {
        InetSocketAddress address = freeAddress();
        String backends = IntStream.range(0, servers.length)
                .mapToObj(i -> """
                        {name: b%d, check: {interval: 50ms, rise: 1}, servers: [{name: s, address: "127.0.0.1:%d"}]}""".formatted(i, servers[i].address().getPort()))
                .collect(Collectors.joining(", "));
        String yaml = """
                frontends: [{name: web, mode: tcp, bind: "127.0.0.1:%d", backend: b%d, %s}]
                backends: [%s]
                """.formatted(address.getPort(), servers.length - 1, frontend, backends);
        try {
            BatonConfig config = ConfigReader.parse("test", yaml);
            Proxied proxied = new Proxied(DataPath.start(config.frontends(), config.backends(), 1, noLogs()), address);
            Await.until(
                    () -> proxied.path.backends().stream()
                            .flatMap(backend -> backend.servers().stream())
                            .allMatch(server -> server.state().equals("up")),
                    "all servers up");
            return proxied;
        } catch (ConfigException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** Returns when the states of the servers are these, in order. */
    Proxied await(String... states) {
        Await.until(
                () -> servers().stream().map(ServerStatus::state).toList().equals(List.of(states)),
                "the servers " + String.join(", ", states));
        return this;
    }

    /** As an operator's command. */
    void want(String server, AdminState state) {
        Wish before = path.wishes().of("app", server);
        path.wishes().apply(new Wish("app", server, Optional.of(state), before.weight(), before.version() + 1));
    }

    /** An address on loopback that nobody listens on, each time another one. */
    static InetSocketAddress freeAddress() throws IOException {
        while (true) {
            try (ServerSocket probe =
                    new ServerSocket(NEXT_PORT.getAndIncrement(), 1, InetAddress.getLoopbackAddress())) {
                return (InetSocketAddress) probe.getLocalSocketAddress();
            } catch (BindException _) {
                // Somebody has it; the next one then.
            }
        }
    }

    List<ServerStatus> servers() {
        return path.backends().getFirst().servers();
    }

    /** What clients of HTTP/2 did, as the metrics tell it. */
    Multiplexing counted() {
        return path.traffic(new FrontendConfig("web", address, Mode.HTTP, "app", ClientConfig.DEFAULT))
                .multiplexing();
    }

    int running() {
        return servers().stream().mapToInt(ServerStatus::connections).sum();
    }

    Peer connect() {
        return Peer.connect(address);
    }

    @Override
    public void close() {
        path.close();
        List<AffinityKey> keys = new ArrayList<>();
        TABLE.forEach(entry -> keys.add(entry.key()));
        keys.forEach(TABLE::remove);
    }
}
