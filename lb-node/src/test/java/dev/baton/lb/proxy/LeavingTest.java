package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a frontend that a reload takes away, while another one takes its address over, lose no request. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class LeavingTest {

    private static final Duration AT_ONCE = Duration.ZERO;

    private static final int RELOADS = 5;
    private static final int REQUESTS_BETWEEN = 50;
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private Path directory;

    private final Issuer root = Issuer.root("root");
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore answered = new Semaphore(0);
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void aClientOfHttp2GoesOnWithAnotherConnection() throws Exception {
        Issued issued = root.issue("EC", "localhost");
        Path file = Files.writeString(directory.resolve("all.pem"), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(root.believer())
                .build()) {
            reloads("tls: {certificates: all.pem}", address -> {
                URI uri = URI.create("https://localhost:" + address.getPort() + "/");
                return () -> {
                    HttpResponse<String> answer = client.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.body()).isEqualTo("ok");
                    return answer.version() == HttpClient.Version.HTTP_2;
                };
            });
        }
    }

    @Test
    void aKeptConnectionOfHttp1EndsWithAnAnswerThatSaysSo() throws Exception {
        reloads("max_connections: 1000", address -> {
            List<Peer> kept = new ArrayList<>();
            return () -> {
                Peer peer = kept.isEmpty() ? Peer.connect(address) : kept.removeLast();
                String answer = peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("ok");
                if (answer.contains("\r\nConnection: close\r\n")) {
                    peer.close();
                } else {
                    kept.add(peer);
                }
                return answer.startsWith("HTTP/1.1 200 ");
            };
        });
    }

    /** There is no time for a PING and its answer. */
    @Test
    void whoCameByAnAddressThatGoesAwayHearsSoAtOnce() throws Exception {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    while (!peer.readHead().isEmpty()) {
                        peer.send(ANSWER);
                    }
                });
                Proxied proxied = Http2ProxyTest.start(Http2ProxyTest.HTTP2, server);
                Http2Peer multiplexed = Http2Peer.connect(proxied);
                Peer kept = proxied.connect()) {
            assertThat(multiplexed.get(1, "/").answer(1)).endsWith("] ok");
            kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("ok");
            proxied.path.dismiss(InetAddress.ofLiteral("127.0.0.9"), AT_ONCE);
            assertThat(multiplexed.get(3, "/").answer(3)).as("not its address").endsWith("] ok");
            kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("ok");
            proxied.path.dismiss(proxied.address.getAddress(), AT_ONCE);
            assertThat(multiplexed.await(Http2Peer.GOAWAY).number(0)).isEqualTo(3);
            assertThat(multiplexed.read()).isNull();
            assertThat(kept.readAll()).isEmpty();
        }
    }

    /** What one client does again and again. */
    private interface Clients {
        Callable<Boolean> at(InetSocketAddress address);
    }

    private void reloads(String frontend, Clients clients) throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    while (!peer.readHead().isEmpty()) {
                        peer.send(ANSWER);
                    }
                });
                DataPath path = start(config(frontend, address, 0, server))) {
            List<Thread> asking = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Callable<Boolean> client = clients.at(address);
                asking.add(Thread.ofVirtual().start(() -> ask(client)));
            }
            for (int reload = 1; reload <= RELOADS; reload++) {
                answered.drainPermits();
                assertThat(answered.tryAcquire(REQUESTS_BETWEEN, 10, TimeUnit.SECONDS))
                        .as("answers before reload %d; %s", reload, failures)
                        .isTrue();
                BatonConfig next = config(frontend, address, reload, server);
                path.prepare(next.frontends(), next.backends()).commit();
            }
            enough.set(true);
            for (Thread each : asking) {
                each.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    private void ask(Callable<Boolean> client) {
        try {
            while (!enough.get()) {
                assertThat(client.call()).isTrue();
                answered.release();
            }
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    private static DataPath start(BatonConfig config) throws IOException {
        DataPath path = DataPath.start(config.frontends(), config.backends(), 2, Proxied.noLogs());
        Await.until(
                () -> path.backends().getFirst().servers().getFirst().state().equals("up"), "the server up");
        return path;
    }

    /** Another name makes another frontend of it. */
    private BatonConfig config(String frontend, InetSocketAddress address, int number, ScriptedServer server)
            throws Exception {
        return ConfigReader.parse(directory.resolve("f.yaml"), """
                frontends: [{name: web%d, bind: "127.0.0.1:%d", backend: app, %s}]
                backends: [{name: app, check: {interval: 50ms, rise: 1}, servers: [{name: a, address: "127.0.0.1:%d"}]}]
                """.formatted(
                        number, address.getPort(), frontend, server.address().getPort()));
    }
}
