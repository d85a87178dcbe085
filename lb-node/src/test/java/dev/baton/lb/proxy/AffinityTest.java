package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.AdminState;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that belong to servers, on real connections. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class AffinityTest {

    private static final Pattern BATON = Pattern.compile("Set-Cookie: (BATON=[^;\r]*); Path=/; HttpOnly\r\n");

    /** Answers with its name and the Cookie fields that it got; {@code /login} sets a cookie of its own. */
    private static ScriptedServer server(String name) throws IOException {
        return new ScriptedServer((peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                String body = name + " "
                        + Arrays.stream(head.split("\r\n"))
                                .filter(line -> line.startsWith("Cookie:"))
                                .toList();
                String set = head.startsWith("GET /login") ? "Set-Cookie: SID=s-" + name + "; Path=/\r\n" : "";
                peer.send("HTTP/1.1 200 OK\r\n" + set + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    /** One answer: its head and its body. */
    private record Answer(String head, String body) {

        String server() {
            return body.substring(0, 1);
        }

        /** The cookie of ours that it sets; empty when it sets none. */
        String cookie() {
            Matcher matcher = BATON.matcher(head);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    private static Answer ask(Proxied proxied, String path, String... fields) throws IOException {
        String lines =
                String.join("", Arrays.stream(fields).map(f -> f + "\r\n").toList());
        try (Peer client = proxied.connect()
                .send("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + lines + "\r\n")) {
            String head = client.readHead();
            return new Answer(head, client.readAll());
        }
    }

    @Test
    void aClientStaysWithItsServerAndIsGivenACookieOnce() throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = Proxied.configured("mode: http", "affinity: {type: cookie}", "weight: 1", a, b)
                        .await("up", "up")) {
            Answer first = ask(proxied, "/");
            assertThat(first.cookie()).matches("BATON=[A-Za-z0-9_-]{24}");
            for (int i = 0; i < 5; i++) {
                Answer next = ask(proxied, "/", "Cookie: x=1; " + first.cookie() + "; y=2");
                assertThat(next.body()).isEqualTo(first.server() + " [Cookie: x=1; y=2]");
                assertThat(next.head()).doesNotContain("Set-Cookie");
            }
            assertThat(ask(proxied, "/", "Cookie: x = 1;" + first.cookie().replace("=", " =\t") + " ")
                            .body())
                    .as("blanks, which servers read over")
                    .isEqualTo(first.server() + " [Cookie: x = 1]");
            assertThat(ask(proxied, "/", "Cookie: " + first.cookie()).body())
                    .as("no field without a cookie")
                    .isEqualTo(first.server() + " []");
        }
    }

    @Test
    void operatorsCannotTakeTheCookieAwayByMistake() throws IOException {
        try (ScriptedServer a = server("a");
                Proxied proxied = Proxied.configured(
                                "headers: {response: {remove: Set-Cookie}, request: {remove: Cookie}}",
                                "affinity: {type: cookie}",
                                "weight: 1",
                                a)
                        .await("up")) {
            Answer first = ask(proxied, "/login");
            assertThat(first.cookie()).isNotEmpty();
            assertThat(first.head()).doesNotContain("SID");
            assertThat(ask(proxied, "/", "Cookie: " + first.cookie()).head()).doesNotContain("Set-Cookie");
        }
    }

    /** Another server's, another backend's, cut, lengthened, garbage, 8 KB. */
    @Test
    void whatIsNoCookieOfOursIsNoErrorAndNoAffinity() throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = Proxied.configured("mode: http", "affinity: {type: cookie}", "weight: 1", a, b)
                        .await("up", "up")) {
            String good = ask(proxied, "/").cookie();
            for (String forged : List.of(
                    "BATON=",
                    "BATON=a",
                    "BATON=127.0.0.1:22",
                    "BATON=http://evil.example/",
                    good + "A",
                    good.substring(0, good.length() - 1),
                    "BATON=" + "A".repeat(24),
                    "BATON=" + "x".repeat(8000),
                    "BATON=\"" + good.substring(6) + "\"",
                    "BATON;BATON==;;; =; BATON=%00")) {
                Answer answer = ask(proxied, "/", "Cookie: " + forged);
                assertThat(answer.head()).as(forged).startsWith("HTTP/1.1 200");
                assertThat(answer.cookie()).as(forged).isNotEmpty();
                assertThat(answer.body()).as(forged).doesNotContain("BATON=");
            }
            assertThat(ask(proxied, "/", "Cookie: BATON=garbage; " + good).cookie())
                    .as("a good one behind a bad one, as with two paths, counts")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "prefix, name: SID"})
    void aDrainedServerKeepsItsOwnAndOneInMaintenanceLosesThem(String kind) throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = Proxied.configured(
                                "mode: http", "balance: first, affinity: {type: " + kind + "}", "weight: 1", a, b)
                        .await("up", "up")) {
            Answer login = ask(proxied, "/login");
            Matcher set = Pattern.compile("Set-Cookie: ((BATON|SID)=[^;]*)").matcher(login.head());
            String cookie = "Cookie: "
                    + String.join("; ", set.results().map(m -> m.group(1)).toList());
            proxied.want("a", AdminState.DRAIN);
            proxied.await("drain", "up");
            assertThat(ask(proxied, "/", cookie).server()).isEqualTo("a");
            assertThat(ask(proxied, "/").server()).isEqualTo("b");
            proxied.want("a", AdminState.MAINTENANCE);
            proxied.await("maint", "up");
            Answer moved = ask(proxied, "/", cookie);
            assertThat(moved.server()).isEqualTo("b");
            if (kind.equals("cookie")) {
                assertThat(moved.cookie()).isNotEmpty();
                proxied.want("a", AdminState.READY);
                proxied.await("up", "up");
                assertThat(ask(proxied, "/", "Cookie: " + moved.cookie()).server())
                        .as("it belongs to b now")
                        .isEqualTo("b");
            }
        }
    }

    @Test
    void theApplicationsCookieIsPrefixedOnTheWayOutAndAsItWasOnTheWayIn() throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = Proxied.configured(
                                "mode: http", "affinity: {type: prefix, name: SID}", "weight: 1", a, b)
                        .await("up", "up")) {
            Answer login = ask(proxied, "/login");
            Matcher set = Pattern.compile("\r\nSet-Cookie: (SID=([A-Za-z0-9_-]{24})~s-([ab])); Path=/\r\n")
                    .matcher(login.head());
            assertThat(set.find()).as(login.head()).isTrue();
            String server = set.group(3);
            for (int i = 0; i < 4; i++) {
                assertThat(ask(proxied, "/", "Cookie: x=1; " + set.group(1)).body())
                        .isEqualTo(server + " [Cookie: x=1; SID=s-" + server + "]");
            }
            assertThat(ask(proxied, "/", "Cookie: SID=" + "B".repeat(24) + "~s-a")
                            .body())
                    .as("of a server that is gone")
                    .endsWith("[Cookie: SID=s-a]");
            assertThat(ask(proxied, "/", "Cookie: SID=old").body())
                    .as("from before there was a prefix")
                    .endsWith("[Cookie: SID=old]");
        }
    }

    @Test
    void aFullServerIsWaitedForByItsOwnOnly() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedServer slow = new ScriptedServer((peer, _) -> {
                    for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                        if (head.startsWith("GET /slow")) {
                            begun.countDown();
                            await(finish);
                        }
                        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
                    }
                });
                ScriptedServer b = server("b");
                Proxied proxied = Proxied.configured(
                                "mode: http", "balance: first, affinity: {type: cookie}", "max_connections: 1", slow, b)
                        .await("up", "up")) {
            String cookie = ask(proxied, "/").cookie();
            try (Peer holding = proxied.connect().send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
                    Peer waiting =
                            proxied.connect().send("GET / HTTP/1.1\r\nHost: h\r\nCookie: " + cookie + "\r\n\r\n")) {
                begun.await();
                Await.until(() -> proxied.path.backends().getFirst().waiting() == 1, "one waits");
                assertThat(ask(proxied, "/").server()).isEqualTo("b");
                finish.countDown();
                assertThat(holding.readHead()).startsWith("HTTP/1.1 200");
                assertThat(waiting.readHead()).startsWith("HTTP/1.1 200").doesNotContain("Set-Cookie");
                assertThat(waiting.read(1)).isEqualTo("a");
            }
        }
    }

    @Test
    void aServerThatRefusesLosesItsClientToTheOneThatAnswers() throws IOException {
        try (ScriptedServer b = server("b");
                ScriptedServer a = server("a");
                Proxied proxied = Proxied.configured(
                                "mode: http", "balance: first, affinity: {type: cookie}", "weight: 1", a, b)
                        .await("up", "up")) {
            String cookie = ask(proxied, "/").cookie();
            stop(a);
            Answer moved = ask(proxied, "/", "Cookie: " + cookie);
            assertThat(moved.server()).isEqualTo("b");
            assertThat(moved.cookie()).isNotEmpty().isNotEqualTo(cookie);
        }
    }

    @Test
    void whoWouldRatherWaitGetsItsServerBackOrHearsWhy() throws IOException {
        try (ScriptedServer a = server("a");
                ScriptedServer b = server("b");
                Proxied proxied = Proxied.configured(
                                "mode: http",
                                "balance: first, queue: {timeout: 2s}, affinity: {type: cookie, when_down: wait}",
                                "weight: 1",
                                a,
                                b)
                        .await("up", "up")) {
            String request =
                    "GET / HTTP/1.1\r\nHost: h\r\nCookie: " + ask(proxied, "/").cookie() + "\r\n\r\n";
            proxied.want("a", AdminState.MAINTENANCE);
            proxied.await("maint", "up");
            try (Peer waiting = proxied.connect().send(request)) {
                Await.until(() -> proxied.path.backends().getFirst().waiting() == 1, "one waits");
                proxied.want("a", AdminState.READY);
                assertThat(waiting.readHead()).startsWith("HTTP/1.1 200");
                assertThat(waiting.read(1)).isEqualTo("a");
            }
            proxied.want("a", AdminState.MAINTENANCE);
            proxied.await("maint", "up");
            try (Peer waiting = proxied.connect().send(request)) {
                assertThat(waiting.readAll()).startsWith("HTTP/1.1 503");
            }
            assertThat(ask(proxied, "/").server()).as("a new client").isEqualTo("b");
        }
    }

    /** The pauses between attempts count as waiting. */
    @Test
    void whoWouldRatherWaitForAServerThatRefusesWaitsNoLongerThanTheQueueAllows() throws IOException {
        String backend = "balance: first, queue: {timeout: 100ms}, affinity: {type: cookie, when_down: wait}";
        try (ScriptedServer b = server("b");
                ScriptedServer a = server("a");
                Proxied proxied = Proxied.configured("mode: http", backend, "weight: 1", a, b)
                        .await("up", "up")) {
            String request =
                    "GET / HTTP/1.1\r\nHost: h\r\nCookie: " + ask(proxied, "/").cookie() + "\r\n\r\n";
            try (Peer waiting = proxied.connect()) {
                stop(a);
                long began = System.nanoTime();
                assertThat(waiting.send(request).readAll()).startsWith("HTTP/1.1 503");
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .as("a pause of a second was too long")
                        .isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    private static void stop(ScriptedServer server) throws IOException {
        server.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
