package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are equal in what {@code hash_on} names go to one server, whatever else they say. */
@ExtendWith(LeakWatch.class)
class RequestKeyTest {

    private static final int VALUES = 40;

    private static ScriptedServer named(int number) throws IOException {
        return new ScriptedServer((peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "uri, GET /%s?a=%s HTTP/1.1",
        "path, GET /%s?a=# HTTP/1.1",
        "query:a, GET /#?b=#&a=%s HTTP/1.1",
        "header:X-Key, GET /# HTTP/1.1~x-key: %s",
        "cookie:k, GET /# HTTP/1.1~Cookie: j=#; k=%s",
    })
    void everyPartOfARequestCanBeHashed(String hashOn, String request) throws IOException {
        try (ScriptedServer a = named(0);
                ScriptedServer b = named(1);
                ScriptedServer c = named(2);
                Proxied proxied = Proxied.configured(
                                "mode: http", "balance: hash, hash_on: \"" + hashOn + "\"", "weight: 1", a, b, c)
                        .await("up", "up", "up");
                Peer client = proxied.connect()) {
            Set<String> used = new HashSet<>();
            for (int value = 0; value < VALUES; value++) {
                Set<String> servers = new HashSet<>();
                for (int other : IntStream.range(0, 4).toArray()) {
                    String head = request.replace("%s", "v" + value)
                            .replace("#", "o" + other)
                            .replace("~", "\r\n");
                    client.send(head + "\r\nHost: h" + other + "\r\n\r\n").readHead();
                    servers.add(client.read(1));
                }
                assertThat(servers).as("requests with value " + value).hasSize(1);
                used.addAll(servers);
            }
            assertThat(used).as("servers of %d values", VALUES).hasSize(3);
        }
    }
}
