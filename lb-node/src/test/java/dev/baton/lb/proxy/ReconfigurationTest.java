package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.pool.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A data path that is changed while it serves. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class ReconfigurationTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final InetSocketAddress web = Proxied.freeAddress();
    private final ScriptedServer a = named("a");
    private final ScriptedServer b = named("b");
    private DataPath path;

    ReconfigurationTest() throws IOException {}

    @BeforeEach
    void start() throws Exception {
        BatonConfig config = config(frontend("web", web, ""), "servers: [" + server("a", a, "") + "]");
        path = DataPath.start(config.frontends(), config.backends(), 2, Proxied.noLogs());
        Await.until(() -> states().equals(List.of("up")), "a up");
    }

    @AfterEach
    void stop() throws IOException {
        path.close();
        a.close();
        b.close();
    }

    @Test
    void aKeptConnectionSeesTheNextConfigurationAndTheReplacedServerIsAskedNoMore() throws Exception {
        try (Peer client = Peer.connect(web)) {
            assertThat(ask(client)).isEqualTo("a");
            apply(frontend("web", web, ""), "servers: [" + server("b", b, "") + "]");
            assertThat(ask(client)).as("the next request").isEqualTo("b");
            apply(
                    frontend("web", web, ", rules: [{respond: {status: 200, body: rule}}]"),
                    "servers: [" + server("b", b, "") + "]");
            assertThat(ask(client)).as("a rule").isEqualTo("rule");
        }
    }

    @Test
    void whatIsKnownOfAServerIsKept() throws Exception {
        path.wishes().apply(new Wish("app", "a", Optional.of(AdminState.DRAIN), OptionalInt.of(7), 1));
        CountDownLatch leave = new CountDownLatch(1);
        try (ScriptedServer slow = new ScriptedServer((peer, _) -> {
                    peer.readSome();
                    await(leave);
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                });
                Peer client = Peer.connect(web)) {
            apply(frontend("web", web, ""), "servers: [" + server("a", a, "") + ", " + server("s", slow, "") + "]");
            assertThat(servers()).extracting(ServerStatus::state).containsExactly("drain", "up");
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Await.until(() -> servers().getLast().connections() == 1, "the request runs");

            apply(
                    frontend("web", web, ""),
                    "balance: least_connections, servers: [" + server("s", slow, ", weight: 9") + ", "
                            + server("a", a, "") + "]");
            assertThat(servers())
                    .as("by the other configuration, still running, wanted as before")
                    .extracting(
                            ServerStatus::name, ServerStatus::state, ServerStatus::weight, ServerStatus::connections)
                    .containsExactly(
                            org.assertj.core.api.Assertions.tuple("s", "up", 9, 1),
                            org.assertj.core.api.Assertions.tuple("a", "drain", 7, 0));
            leave.countDown();
            assertThat(client.readUntil("slow")).contains("200 OK");
            Await.until(() -> servers().getFirst().connections() == 0, "counted off");
        }
    }

    @Test
    void nothingChangesWhenAnAddressCannotBeBound() throws Exception {
        InetSocketAddress free = Proxied.freeAddress();
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress taken = (InetSocketAddress) holder.getLocalSocketAddress();
            BatonConfig next = config(
                    frontend("free", free, "") + ", " + frontend("taken", taken, ""),
                    "servers: [" + server("b", b, "") + "]");
            assertThatThrownBy(() -> path.prepare(next.frontends(), next.backends()))
                    .hasMessageContaining("frontend \"taken\"")
                    .hasMessageContaining("EADDRINUSE");
        }
        assertThatThrownBy(() -> Peer.connect(free)).hasMessageContaining("refused");
        try (Peer client = Peer.connect(web)) {
            assertThat(ask(client)).isEqualTo("a");
        }
    }

    @Test
    void whatIsPreparedServesNobodyUntilItIsCommitted() throws Exception {
        InetSocketAddress free = Proxied.freeAddress();
        BatonConfig next = config(frontend("other", free, ""), "servers: [" + server("b", b, "") + "]");
        Reconfiguration prepared = path.prepare(next.frontends(), next.backends());
        assertThat(prepared.awaitServers(BOUND)).isEmpty();
        try (Peer early = Peer.connect(free);
                Peer client = Peer.connect(web)) {
            early.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(ask(client)).isEqualTo("a");
            prepared.commit();
            assertThat(early.readUntil("b")).as("waited in the kernel").contains("200 OK");
        }
        Await.until(() -> refuses(web), "the old address is closed");
    }

    @Test
    void whatIsAbortedLeavesNothing() throws Exception {
        InetSocketAddress free = Proxied.freeAddress();
        BatonConfig next = config(frontend("other", free, ""), "servers: [" + server("b", b, "") + "]");
        path.prepare(next.frontends(), next.backends()).abort();
        assertThat(refuses(free)).isTrue();
        try (Peer client = Peer.connect(web)) {
            assertThat(ask(client)).isEqualTo("a");
        }
    }

    @Test
    void anAddressMayGoFromOneFrontendToAnother() throws Exception {
        try (Peer client = Peer.connect(web)) {
            assertThat(ask(client)).isEqualTo("a");
            apply(frontend("renamed", web, ", mode: tcp"), "servers: [" + server("b", b, "") + "]");
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readAll())
                    .as("who is idle is answered once more")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("\r\n\r\na");
        }
        try (Peer client = Peer.connect(web)) {
            assertThat(ask(client)).isEqualTo("b");
        }
    }

    @Test
    void aServerThatIsDownIsNamedAndAnotherCheckDecidesAnew() throws Exception {
        InetSocketAddress nobody = Proxied.freeAddress();
        Reconfiguration prepared = prepare(
                frontend("web", web, ""),
                "servers: [" + server("a", a, "") + ", {name: n, address: \"127.0.0.1:" + nobody.getPort() + "\"}]");
        assertThat(prepared.awaitServers(BOUND)).containsExactly("app/n");
        prepared.commit();
        assertThat(states()).containsExactly("up", "down");
        apply(
                frontend("web", web, ""),
                "check: {type: http, path: /, interval: 50ms, expect: 500}, servers: [" + server("a", a, "") + "]");
        Await.until(() -> states().equals(List.of("down")), "the other check finds a down");
    }

    private void apply(String frontends, String backend) throws Exception {
        Reconfiguration prepared = prepare(frontends, backend);
        assertThat(prepared.awaitServers(BOUND)).isEmpty();
        prepared.commit();
    }

    private Reconfiguration prepare(String frontends, String backend) throws Exception {
        BatonConfig config = config(frontends, backend);
        return path.prepare(config.frontends(), config.backends());
    }

    private static BatonConfig config(String frontends, String backend) throws ConfigException {
        String check = backend.contains("check:") ? "" : "check: {interval: 50ms, rise: 1}, ";
        return ConfigReader.parse(
                "test", "frontends: [" + frontends + "]\nbackends: [{name: app, " + check + backend + "}]\n");
    }

    private static String frontend(String name, InetSocketAddress bind, String more) {
        return "{name: " + name + ", bind: \"127.0.0.1:" + bind.getPort() + "\", backend: app" + more + "}";
    }

    private static String server(String name, ScriptedServer server, String more) {
        return "{name: " + name + ", address: \"127.0.0.1:" + server.address().getPort() + "\"" + more + "}";
    }

    private static ScriptedServer named(String name) throws IOException {
        return new ScriptedServer((peer, _) -> {
            while (!peer.readSome().isEmpty()) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + name);
            }
        });
    }

    private static String ask(Peer client) throws IOException {
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        String head = client.readHead();
        String length = head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
        return client.read(Integer.parseInt(length));
    }

    private static boolean refuses(InetSocketAddress address) {
        try (Peer _ = Peer.connect(address)) {
            return false;
        } catch (IOException | UncheckedIOException _) {
            return true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(BOUND.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<ServerStatus> servers() {
        return path.backends().getFirst().servers();
    }

    private List<String> states() {
        return servers().stream().map(ServerStatus::state).toList();
    }
}
