package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.Balance;
import dev.baton.lb.config.CheckConfig;
import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class DataPathTest {

    private static final List<BackendConfig> BACKENDS = List.of(new BackendConfig(
            "app",
            Balance.ByServers.ROUND_ROBIN,
            Duration.ZERO,
            CheckConfig.of(
                    new CheckConfig.Tcp(),
                    new CheckConfig.Rhythm(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(1), 2, 3)),
            List.of(new ServerConfig("a", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 1, false)),
            ServerTimeouts.DEFAULT));

    private static FrontendConfig frontend(String name, InetSocketAddress bind) {
        return new FrontendConfig(name, bind, Mode.TCP, "app", ClientConfig.DEFAULT);
    }

    @Test
    void bindsAllFrontendsOrNone() throws IOException {
        InetSocketAddress free = Proxied.freeAddress();
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress taken = (InetSocketAddress) holder.getLocalSocketAddress();
            assertThatThrownBy(() -> DataPath.start(
                            List.of(frontend("one", free), frontend("web", taken)), BACKENDS, 1, Proxied.noLogs()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("frontend \"web\": bind 127.0.0.1:" + taken.getPort()
                            + " failed: address in use (EADDRINUSE); ss -ltnp shows who holds it");
        }
        assertThatThrownBy(() -> Peer.connect(free)).hasMessageContaining("refused");
    }

    @Test
    void twoDataPathsCannotShareAnAddress() throws IOException {
        InetSocketAddress free = Proxied.freeAddress();
        try (DataPath first = DataPath.start(List.of(frontend("web", free)), BACKENDS, 2, Proxied.noLogs())) {
            assertThatThrownBy(() -> DataPath.start(List.of(frontend("web", free)), BACKENDS, 2, Proxied.noLogs()))
                    .hasMessageContaining("EADDRINUSE");
            assertThat(first.backends()).hasSize(1);
        }
    }

    @Test
    void isAliveUntilItIsStopped() throws Exception {
        DataPath path = DataPath.start(List.of(frontend("web", Proxied.freeAddress())), BACKENDS, 2, Proxied.noLogs());
        assertThat(path.liveness().ailments(Duration.ofSeconds(10))).isEmpty();
        path.close();
        assertThat(path.liveness().ailments(Duration.ofSeconds(10)))
                .containsExactly(
                        "frontend \"web\" does not listen any more",
                        "event loop 1 does not answer within 10000 ms",
                        "event loop 2 does not answer within 10000 ms");
    }

    @Test
    void bindsAddressesThatTheNodeDoesNotOwn() throws IOException {
        Assumptions.assumeTrue(Transport.detect() == Transport.EPOLL, "IP_FREEBIND is a matter of Linux with epoll");
        List<FrontendConfig> frontends = List.of(
                frontend("four", new InetSocketAddress("192.0.2.1", 18_080)),
                frontend("six", new InetSocketAddress("2001:db8::1", 18_080)));
        DataPath.start(frontends, BACKENDS, 1, Proxied.noLogs()).close();
    }

    @Test
    void aFrontendWithoutItsBackendIsRefused() {
        FrontendConfig lost = new FrontendConfig(
                "web",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Mode.TCP,
                "nobody",
                ClientConfig.DEFAULT);
        assertThatThrownBy(() -> DataPath.start(List.of(lost), BACKENDS, 1, Proxied.noLogs()))
                .hasMessage("frontend \"web\": there is no backend \"nobody\"");
    }

    @Test
    void aServerGoesDownAndComesBack() throws IOException {
        ScriptedServer server = new ScriptedServer((peer, _) -> peer.readAll());
        int port = server.address().getPort();
        try (Proxied proxied = Proxied.start(Mode.TCP, Transport.detect(), Setup.DEFAULT, server)) {
            server.close();
            Await.until(() -> proxied.servers().getFirst().state().equals("down"), "down");
            try (ScriptedServer again = new ScriptedServer(port, (peer, _) -> peer.readAll())) {
                assertThat(again.address().getPort()).isEqualTo(port);
                Await.until(() -> proxied.servers().getFirst().state().equals("up"), "up again");
            }
        }
    }

    @Test
    void aServerIsUnknownUntilItsFirstCheck() throws IOException {
        try (DataPath path = DataPath.start(List.of(), BACKENDS, 1, Proxied.noLogs())) {
            assertThat(path.backends())
                    .extracting(
                            BackendStatus::name,
                            backend -> backend.servers().getFirst().address())
                    .containsExactly(tuple("app", "127.0.0.1:1"));
            assertThat(path.backends().getFirst().servers())
                    .extracting(ServerStatus::state)
                    .containsAnyOf("unknown", "down");
        }
    }

    @Test
    void stoppingLetsTheRunningRequestFinishAndClosesIdleConnections() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ScriptedServer.Script script = (peer, _) -> {
            while (peer.readHead().startsWith("GET /fast")) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
            asked.countDown();
            Await.until(() -> answer.getCount() == 0, "told to answer");
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = Proxied.start(Mode.HTTP, Transport.detect(), Setup.DEFAULT, server);
                Peer idle = proxied.connect();
                Peer busy = proxied.connect()) {
            idle.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(idle.readHead()).startsWith("HTTP/1.1 200");
            busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> proxied.running() == 1, "the request at the server");
            Thread stopping = Thread.ofPlatform().start(() -> proxied.path.stop(Duration.ofSeconds(20)));
            assertThat(idle.read()).isEqualTo(-1);
            assertThatThrownBy(() -> proxied.connect().send("x").readAll()).isInstanceOf(Exception.class);
            // All are asked to go once somebody has gone and the rest is waited for, and have heard it a turn later.
            Await.until(() -> stopping.getState() == Thread.State.TIMED_WAITING, "only the busy one is waited for");
            assertThat(proxied.path.liveness().ailments(Duration.ofSeconds(10))).noneMatch(why -> why.contains("loop"));
            answer.countDown();
            assertThat(busy.readAll()).contains("Connection: close").endsWith("ok");
            stopping.join();
        }
    }

    @Test
    void stoppingCutsWhatIsNotDoneInTime() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.readAll());
                Proxied proxied = Proxied.start(Mode.TCP, Transport.detect(), Setup.DEFAULT, server);
                Peer client = proxied.connect()) {
            Await.until(() -> proxied.running() == 1, "connected");
            proxied.path.stop(Duration.ofMillis(50));
            assertThat(client.read()).isEqualTo(-1);
        }
    }
}
