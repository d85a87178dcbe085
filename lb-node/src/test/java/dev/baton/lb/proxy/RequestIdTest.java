package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers learn about the name of a request. */
@ExtendWith(LeakWatch.class)
class RequestIdTest {

    private static final Pattern NAME = Pattern.compile("(?i)\r\nX-Request-ID: ([^\r]*)");
    private static final String MADE = "[0-9a-f]{32}";

    private static List<String> names(Proxied proxied, String fields) throws IOException {
        try (Peer client = proxied.connect()) {
            String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n")
                    .readAll();
            return NAME.matcher(answer).results().map(match -> match.group(1)).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "trusted, 127.0.0.0/8, true",
        "trusted, 10.0.0.0/8,  false",
        "always,  10.0.0.0/8,  true",
        "never,   127.0.0.0/8, false",
    })
    void aNameIsTakenOverFromThoseWhoAreBelieved(String accept, String trusted, boolean taken) throws IOException {
        try (ScriptedServer server = ScriptedServer.mirror();
                Proxied proxied = Proxied.configured(
                                "request_id: {accept: %s}, trusted_proxies: %s".formatted(accept, trusted),
                                "retries: 0",
                                "weight: 1",
                                server)
                        .await("up")) {
            assertThat(names(proxied, "x-request-id: abc-1.2_3\r\n"))
                    .singleElement()
                    .matches(name -> name.equals("abc-1.2_3") == taken)
                    .matches(name -> taken || name.matches(MADE));
        }
    }

    @Test
    void whatIsNoNameIsReplaced() throws IOException {
        try (ScriptedServer server = ScriptedServer.mirror();
                Proxied proxied = Proxied.configured("request_id: {accept: always}", "retries: 0", "weight: 1", server)
                        .await("up")) {
            assertThat(names(proxied, "X-Request-ID: " + "a".repeat(128) + "\r\n"))
                    .containsExactly("a".repeat(128));
            for (String bad : List.of("", "a b", "\"x\"", "a;rm", "\u00e4", "a".repeat(129), "<b>")) {
                assertThat(names(proxied, "X-Request-ID: " + bad + "\r\n"))
                        .as(bad)
                        .singleElement()
                        .asString()
                        .matches(MADE);
            }
            assertThat(names(proxied, "X-Request-ID: one\r\nX-Request-ID: two\r\n"))
                    .as("two of them")
                    .singleElement()
                    .asString()
                    .matches(MADE);
        }
    }

    @Test
    void everyRequestGetsANameOfItsOwnWithoutOne() throws IOException {
        try (ScriptedServer server = ScriptedServer.mirror();
                Proxied proxied = Proxied.configured("request_id: {header: X-Trace}", "retries: 0", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                String head = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
                assertThat(head).startsWith("HTTP/1.1 200 ");
                seen.add(client.readHead().replaceAll("(?s).*X-Trace: ([0-9a-f]{32})\r.*", "$1"));
            }
            assertThat(seen).hasSize(100).allMatch(name -> name.matches(MADE));
        }
    }

    @Test
    void withoutTheKeyTheFieldIsPassedOnAsItIs() throws IOException {
        try (ScriptedServer server = ScriptedServer.mirror();
                Proxied proxied = Proxied.configured("max_connections: 10", "retries: 0", "weight: 1", server)
                        .await("up")) {
            assertThat(names(proxied, "X-Request-ID: any thing\r\n")).containsExactly("any thing");
            assertThat(names(proxied, "")).isEmpty();
        }
    }
}
