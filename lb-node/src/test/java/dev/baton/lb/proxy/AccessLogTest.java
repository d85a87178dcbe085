package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.lb.proxy.access.AccessLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written down of requests and connections. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings({"StringConcatToTextBlock", "try"}) // the line ends matter; servers go away in between
class AccessLogTest {

    private static final String GET = "GET /x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String TIMERS = "(-?\\d+/){4}\\d+";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Proxied start(String frontend, String backend, ScriptedServer... servers) throws IOException {
        return Proxied.configured(new AccessLogs(written), frontend, backend, "max_connections: 1", servers);
    }

    /** Returns when so many are there. */
    private List<String> lines(int count) {
        Await.until(() -> text().lines().count() >= count, count + " lines");
        return text().lines().toList();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRequestMakesOneLineLikeHaproxys() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(
                                "access_log: {headers: [User-Agent, X-None]}, request_id: {accept: always}",
                                "retries: 2",
                                server)
                        .await("up");
                Peer client = proxied.connect()) {
            String request = "GET /\"<x>%7c HTTP/1.1\r\nHost: a\r\nUser-Agent: a|b\u00e9\r\nX-Request-ID: id-1\r\n\r\n";
            assertThat(client.send(request).read(OK.length())).isEqualTo(OK);
            int port = client.socket().getLocalPort();
            assertThat(lines(1))
                    .singleElement()
                    .asString()
                    .matches("127\\.0\\.0\\.1:" + port
                            + " \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\]"
                            + " web app/a (\\d+/){4}\\d+ 200 40 -- 1/0/0 \\{a#7Cb#E9\\|}"
                            + " \"GET /#22<x>%7c HTTP/1\\.1\" id-1")
                    .satisfies(AccessLogTest::requirePartsOfTheWhole);
        }
    }

    /** How long each step took is the machine's business; together they took no longer than all of it. */
    private static void requirePartsOfTheWhole(String line) {
        List<Integer> timers = Pattern.compile(" (" + TIMERS + ") ")
                .matcher(line)
                .results()
                .flatMap((MatchResult timed) -> Stream.of(timed.group(1).split("/", -1)))
                .map(Integer::valueOf)
                .toList();
        assertThat(timers).as(line).hasSize(5);
        int steps = timers.stream()
                .limit(4)
                .filter(millis -> millis > 0)
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(steps).as(line).isLessThanOrEqualTo(timers.getLast());
    }

    @Test
    void jsonIsJsonWhateverClientsSend() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(
                                "trusted_proxies: 127.0.0.0/8, access_log: {format: json, headers: [User-Agent, X-None]}",
                                "retries: 2",
                                server)
                        .await("up");
                Peer client = proxied.connect()) {
            client.send("POST /\"\\{%0a HTTP/1.1\r\nHost: h:1\r\nUser-Agent: \"}\\\t\u00e9"
                    + "\r\nX-Forwarded-For: 2001:db8::1\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.read(OK.length())).isEqualTo(OK);
            JsonNode line = new ObjectMapper().readTree(lines(1).getFirst());
            assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(line.path("client").asText()).isEqualTo("2001:db8::1");
            assertThat(line.path("peer").asText()).isEqualTo("127.0.0.1");
            assertThat(line.path("uri").asText()).isEqualTo("/\"\\{%0a");
            assertThat(line.path("headers").toString()).isEqualTo("{\"User-Agent\":\"\\\"}\\\\\\t\u00e9\"}");
            assertThat(line.path("status").asInt()).isEqualTo(200);
            assertThat(line.path("server").asText()).isEqualTo("a");
            assertThat(line.path("bytes_out").asInt()).isEqualTo(40);
            assertThat(line.path("bytes_in").asInt()).isGreaterThan(100);
            assertThat(line.path("termination").asText()).isEqualTo("--");
            assertThat(line.path("total_ms").asDouble())
                    .isGreaterThanOrEqualTo(line.path("response_ms").asDouble());
        }
    }

    /** The endings of HAProxy's table that clients and servers can bring about. */
    @ParameterizedTest
    @CsvSource({
        "served,        200 --, app/a",
        "redirected,    302 LR, web/<NOSRV>",
        "malformed,     400 PR, web/<NOSRV>",
        "head too late, 408 cR, web/<NOSRV>",
        "head cut,      -1 CR,  web/<NOSRV>",
        "body too late, 408 cH, app/a",
        "refused,       503 SC, app/a",
        "cut,           502 SH, app/a",
        "silent,        504 sH, app/a",
        "garbage,       502 PH, app/a",
        "left,          -1 CH,  app/a",
        "half,          200 SD, app/a",
        "slow,          200 sD, app/a",
        "left in data,  200 CD, app/a",
    })
    void everyEndHasItsLetters(String manner, String letters, String where) throws IOException {
        String keys = "access_log: {}, timeouts: {header: 200ms, client: 200ms},"
                + " rules: [{when: {path: /old}, redirect: {to: /new}}]";
        try (ScriptedServer server = server(manner);
                Proxied proxied = start(keys, "retries: 0, timeouts: {server: 400ms}", server)) {
            proxied.await("up");
            if (manner.equals("refused")) {
                server.close();
            }
            try (Peer client = proxied.connect()) {
                client.send(request(manner));
                if (manner.equals("head cut") || manner.equals("left")) {
                    Await.until(
                            () -> manner.equals("head cut") || proxied.running() == 1, "the request with the server");
                    client.reset();
                } else if (manner.equals("left in data")) {
                    client.readHead();
                    client.reset();
                }
                assertThat(lines(1))
                        .singleElement()
                        .asString()
                        .matches(".* web " + where + " " + TIMERS + " " + letters.replace(" ", " \\d+ ") + " .*");
            }
        }
    }

    private static String request(String manner) {
        return switch (manner) {
            case "redirected" -> "GET /old HTTP/1.1\r\nHost: a\r\n\r\n";
            case "malformed" -> "GET / HTTP/1.1\r\n\r\n";
            case "head too late", "head cut" -> "GET / HT";
            case "body too late" -> "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na";
            default -> GET;
        };
    }

    private static ScriptedServer server(String manner) throws IOException {
        return new ScriptedServer((peer, _) -> {
            if (peer.readHead().isEmpty()) {
                return;
            }
            String half = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab";
            switch (manner) {
                case "cut" -> {}
                case "garbage" -> peer.send("nonsense\r\n\r\n");
                case "half" -> peer.send(half);
                case "slow", "left in data" -> peer.send(half).readAll();
                case "silent", "left", "body too late" -> peer.readAll();
                default -> peer.send(OK);
            }
        });
    }

    @Test
    void whoWaitsTooLongForAServerIsSeenWaiting() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        ScriptedServer.Script held = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                Await.until(() -> done.getCount() == 0, "the end of the test", Duration.ofSeconds(20));
            }
        };
        try (ScriptedServer server = new ScriptedServer(held);
                Proxied proxied = start("access_log: {}", "queue: {timeout: 100ms}", server)
                        .await("up");
                Peer first = proxied.connect();
                Peer second = proxied.connect()) {
            first.send(GET);
            Await.until(() -> proxied.running() == 1, "the server full");
            assertThat(second.send(GET).readHead()).startsWith("HTTP/1.1 503 ");
            String line = lines(1).getFirst();
            assertThat(line).matches(".* app/<NOSRV> \\d+/-1/-1/-1/\\d+ 503 \\d+ sQ 2/0/0 .*");
            requirePartsOfTheWhole(line);
            done.countDown();
        }
    }

    /** It has closed both directions, which looks no other than closing one: nobody waits in line for half a client. */
    @Test
    void aClientThatIsGoneLeavesTheLineAndIsLoggedAsGone() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        ScriptedServer.Script held = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                Await.until(() -> done.getCount() == 0, "the end of the test", Duration.ofSeconds(20));
            }
        };
        try (ScriptedServer server = new ScriptedServer(held);
                Proxied proxied =
                        start("access_log: {}", "queue: {timeout: 10s}", server).await("up");
                Peer first = proxied.connect();
                Peer second = proxied.connect()) {
            first.send(GET);
            Await.until(() -> proxied.running() == 1, "the server full");
            second.send(GET);
            Await.until(() -> proxied.path.backends().getFirst().waiting() == 1, "one in line");
            second.close();
            assertThat(lines(1).getFirst()).matches(".* app/<NOSRV> \\d+/-1/-1/-1/\\d+ -1 0 CQ \\d/0/0 .*");
            assertThat(proxied.path.backends().getFirst().waiting()).isZero();
            done.countDown();
        }
    }

    @Test
    void retriesAreCounted() throws IOException {
        try (ScriptedServer gone = ScriptedServer.always(OK);
                ScriptedServer good = ScriptedServer.always(OK);
                Proxied proxied = start("access_log: {}", "balance: first, retries: 1", gone, good)
                        .await("up", "up")) {
            gone.close();
            try (Peer client = proxied.connect()) {
                assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
            }
            assertThat(lines(1).getFirst()).matches(".* app/b " + TIMERS + " 200 40 -- 1/0/1 .*");
        }
    }

    @Test
    void aTcpConnectionMakesALineAtItsEnd() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.send(peer.read(4) + "!"));
                Proxied proxied =
                        start("mode: tcp, access_log: {}", "retries: 2", server).await("up");
                Peer client = proxied.connect()) {
            assertThat(client.send("abcd").end().readAll()).isEqualTo("abcd!");
            // When its line is made, the connection itself is not counted any more.
            assertThat(lines(1)).singleElement().asString().matches(".* web app/a \\d+/\\d+/\\d+ 5 -- 0/\\d/0");
        }
    }

    @Test
    void anUpgradedConnectionIsOneRequestToItsEnd() throws IOException {
        String upgraded = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n";
        ScriptedServer.Script echo = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send(upgraded).send(peer.read(4));
            }
        };
        try (ScriptedServer server = new ScriptedServer(echo);
                Proxied proxied = start("access_log: {format: json}", "retries: 2", server)
                        .await("up");
                Peer client = proxied.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            String head = client.readHead();
            assertThat(client.send("ping").end().readAll()).isEqualTo("ping");
            JsonNode line = new ObjectMapper().readTree(lines(1).getFirst());
            assertThat(line.path("status").asInt()).isEqualTo(101);
            assertThat(line.path("bytes_out").asInt()).isEqualTo(head.length() + 4);
            assertThat(line.path("termination").asText()).isEqualTo("--");
        }
    }
}
