package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.traffic.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again on another server, and what must not be. The first server fails, the second one is well. */
class RetryTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    private static final String PUT = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "busy   | GET  | retries: 2                            | 503",
                "busy   | GET  | retry_on: [503]                       | 200",
                "busy   | GET  | 'retry_on: [503], retries: 0'         | 503",
                "busy   | GET  | retry_on: [no_response, 500]          | 503",
                "busy   | POST | retry_on: [503]                       | 503",
                "busy   | PUT  | retry_on: [503]                       | 503",
                "broken | GET  | retries: 2                            | 502",
                "broken | GET  | retry_on: [no_response]               | 200",
                "broken | POST | retry_on: [no_response]               | 502",
            })
    void onlyWhatTheOperatorAllowsAndIsSafeIsTriedAgain(String manner, String method, String keys, int status)
            throws IOException {
        try (ScriptedServer ill = new ScriptedServer((peer, _) -> {
                    if (!peer.readHead().isEmpty() && manner.equals("busy")) {
                        peer.send(BUSY);
                        peer.readAll();
                    }
                });
                ScriptedServer well = well();
                Proxied proxied = Proxied.configured("mode: http", "balance: first, " + keys, "weight: 1", ill, well)
                        .await("up", "up");
                Peer client = proxied.connect()) {
            String request = switch (method) {
                case "GET" -> GET;
                case "PUT" -> PUT;
                default -> POST;
            };
            assertThat(client.send(request).readHead()).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void afterTheLastRetryTheClientHearsTheLastAnswer() throws IOException {
        try (ScriptedServer one = busy();
                ScriptedServer two = busy();
                Proxied proxied = Proxied.configured("mode: http", "retries: 1, retry_on: [503]", "weight: 1", one, two)
                        .await("up", "up");
                Peer client = proxied.connect()) {
            assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 503");
            Await.until(() -> proxied.running() == 0, "nothing runs");
        }
    }

    /** With tries left, but nobody to try. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withoutAnotherServerTheClientHearsTheLastAnswer(int servers) throws IOException {
        try (ScriptedServer one = busy();
                ScriptedServer two = busy();
                Proxied proxied = Proxied.configured(
                        "mode: http",
                        "retries: 5, retry_on: [503, no_response]",
                        "weight: 1",
                        Arrays.copyOf(new ScriptedServer[] {one, two}, servers));
                Peer client = proxied.await(Collections.nCopies(servers, "up").toArray(String[]::new))
                        .connect()) {
            assertThat(client.send(GET).readHead() + client.read(4)).isEqualTo(BUSY);
            Await.until(() -> proxied.running() == 0, "nothing runs");
        }
    }

    /** The check is of another port, and notices nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void aRestartOfTheOnlyServerIsNotSeen(String mode) throws Exception {
        ScriptedServer before = well();
        int port = before.address().getPort();
        try (ScriptedServer checked = well();
                Proxied proxied = checkedElsewhere(mode, checked, before)) {
            before.close();
            try (Peer client = proxied.connect()) {
                client.send(POST);
                Await.until(() -> inVain(proxied) > 0, "refused once");
                try (ScriptedServer _ = well(port)) {
                    assertThat(client.readHead()).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void aServerThatStaysAwayIsTriedOftenEnoughAndNoMore() throws Exception {
        ScriptedServer gone = well();
        try (ScriptedServer checked = well();
                Proxied proxied = checkedElsewhere("http", checked, gone)) {
            gone.close();
            long began = System.nanoTime();
            try (Peer client = proxied.connect()) {
                assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 503");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(1250), Duration.ofSeconds(5));
        }
    }

    private static long inVain(Proxied proxied) {
        return proxied.servers().getFirst().traffic().totals().of(Figure.RETRIES);
    }

    private static Proxied checkedElsewhere(String mode, ScriptedServer checked, ScriptedServer server)
            throws IOException {
        String check = "type: tcp, port: " + checked.address().getPort();
        return Proxied.configured("mode: " + mode, "retries: 2", "weight: 1", check, server)
                .await("up");
    }

    private static ScriptedServer well() throws IOException {
        return well(0);
    }

    private static ScriptedServer well(int port) throws IOException {
        return new ScriptedServer(port, (peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send(OK);
            }
        });
    }

    private static ScriptedServer busy() throws IOException {
        return new ScriptedServer((peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send(BUSY);
            }
        });
    }
}
