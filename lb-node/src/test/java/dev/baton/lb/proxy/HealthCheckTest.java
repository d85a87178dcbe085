package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.CheckConfig;
import dev.baton.lb.config.CheckConfig.Http;
import dev.baton.lb.config.CheckConfig.Rhythm;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.config.StatusSet;
import dev.baton.lb.proxy.loop.Transport;
import dev.baton.lb.traffic.Figure;
import dev.baton.lb.traffic.Totals;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks against servers that answer in every way there is, over real sockets. */
class HealthCheckTest {

    private static final Rhythm QUICK =
            new Rhythm(Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofSeconds(5), 1, 1);
    private static final Rhythm IMPATIENT =
            new Rhythm(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200), 1, 1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Each line: an answer, and what a check for 200 to 299 or 301 whose body has "well" makes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 8~~all well                                   | up",
                "HTTP/1.1 204 No~Transfer-Encoding: chunked~~                                  | down",
                "HTTP/1.1 301 M~~well, over there                                              | up",
                "HTTP/1.0 200 OK~~well                                                         | up",
                "HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 4~~well                | up",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~we~2~ll~0~~                     | up",
                "HTTP/1.1 302 M~Content-Length: 4~~well                                        | down",
                "HTTP/1.1 500 No~Content-Length: 4~~well                                       | down",
                "HTTP/1.1 200 OK~Content-Length: 4~~sick                                       | down",
                "SSH-2.0-OpenSSH_9.2p1~~                                                       | down",
                "''                                                                            | down"
            })
    void anAnswerIsJudgedByStatusAndBody(String answer, String state) throws IOException {
        Http check = new Http("GET", "/", Optional.empty(), StatusSet.parse("200-299,301"), Optional.of("well"));
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    peer.send(answer.replace("~", "\r\n"));
                });
                Proxied proxied = start(CheckConfig.of(check, QUICK), server)) {
            awaitState(proxied, state);
            Totals counted = proxied.servers().getFirst().traffic().totals();
            assertThat(counted.of(state.equals("up") ? Figure.CHECKS_PASSED : Figure.CHECKS_FAILED))
                    .isPositive();
            assertThat(counted.of(state.equals("up") ? Figure.CHECKS_FAILED : Figure.CHECKS_PASSED))
                    .isZero();
        }
    }

    @Test
    void theRequestIsWhatTheConfigurationSays() throws IOException {
        AtomicReference<String> seen = new AtomicReference<>("");
        Http check =
                new Http("HEAD", "/ready?deep=1", Optional.of("example.org"), StatusSet.parse("200"), Optional.empty());
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    // A later check may be cut as the test ends.
                    seen.compareAndSet("", peer.readHead());
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                });
                Proxied proxied = start(CheckConfig.of(check, QUICK), server)) {
            awaitState(proxied, "up");
        }
        assertThat(seen.get())
                .startsWith("HEAD /ready?deep=1 HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: example.org\r\n")
                .containsIgnoringCase("\r\nconnection: close\r\n");
    }

    /** Readiness is distinct from liveness: a server that lives and says that it is not ready gets no traffic. */
    @Test
    void aServerThatIsAliveButNotReadyIsDownUntilItIs() throws IOException {
        AtomicBoolean ready = new AtomicBoolean(true);
        Http check = new Http("GET", "/ready", Optional.empty(), StatusSet.parse("200"), Optional.empty());
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    peer.send(ready.get() ? OK : "HTTP/1.1 503 Not Yet\r\nContent-Length: 0\r\n\r\n");
                });
                Proxied proxied = start(CheckConfig.of(check, QUICK), server)) {
            awaitState(proxied, "up");
            ready.set(false);
            awaitState(proxied, "down");
            try (Peer client = proxied.connect()) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                        .startsWith("HTTP/1.1 503");
            }
            ready.set(true);
            awaitState(proxied, "up");
        }
    }

    @Test
    void anotherPortCanAnswerForTheServer() throws IOException {
        ScriptedServer judging = new ScriptedServer((peer, _) -> peer.readAll());
        OptionalInt port = OptionalInt.of(judging.address().getPort());
        CheckConfig check = new CheckConfig(
                new CheckConfig.Tcp(), QUICK, Optional.empty(), port, Optional.empty(), Optional.empty());
        try (ScriptedServer serving = new ScriptedServer((peer, _) -> peer.readAll());
                Proxied proxied = start(check, serving)) {
            awaitState(proxied, "up");
            judging.close();
            awaitState(proxied, "down");
        }
    }

    /** A server that sends a byte now and then, or bytes without end, is as good as silent, and holds nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"silent", "slow", "endless head", "endless body"})
    void whateverDoesNotAnswerInTimeIsDownAndLetGo(String manner) throws IOException {
        CopyOnWriteArrayList<Peer> open = new CopyOnWriteArrayList<>();
        Http check = new Http("GET", "/", Optional.empty(), StatusSet.parse("200"), Optional.of("well"));
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    open.add(peer);
                    try {
                        misbehave(manner, peer);
                    } finally {
                        open.remove(peer);
                    }
                });
                Proxied proxied = start(CheckConfig.of(check, IMPATIENT), server)) {
            awaitState(proxied, "down");
            proxied.path.stop(Duration.ZERO);
            Await.until(open::isEmpty, "every check's connection closed");
        }
    }

    private static void misbehave(String manner, Peer peer) throws IOException {
        switch (manner) {
            case "silent" -> peer.readAll();
            case "slow" -> {
                for (char each : (OK + " ".repeat(1000)).toCharArray()) {
                    peer.send(String.valueOf(each));
                    Await.pause(Duration.ofMillis(20));
                }
            }
            case "endless head" -> {
                peer.send("HTTP/1.1 200 OK\r\n");
                while (true) {
                    peer.send("X-More: " + "x".repeat(1000) + "\r\n");
                }
            }
            default -> {
                peer.send("HTTP/1.1 200 OK\r\n\r\n");
                while (true) {
                    peer.send("x".repeat(10_000));
                }
            }
        }
    }

    private static Proxied start(CheckConfig check, ScriptedServer server) throws IOException {
        return Proxied.startUnchecked(Mode.HTTP, Transport.detect(), Setup.DEFAULT, check, server.address());
    }

    private static void awaitState(Proxied proxied, String state) {
        Await.until(() -> proxied.servers().getFirst().state().equals(state), state);
    }
}
