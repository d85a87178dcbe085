package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.origin.ProxyHeader;
import dev.baton.lb.proxy.origin.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What servers are told of clients before anything else: PROXY headers that Baton sends. */
@ExtendWith(LeakWatch.class)
class SendProxyTest {

    private static final String UNKNOWN = "PROXY UNKNOWN\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** The header lines of clients' connections, and {@code end} when one of these has ended. */
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** Answers each request, of which none has a body, with the header that its connection began with. */
    private final ScriptedServer.Script http = (peer, _) -> {
        String line = peer.readUntil("\r\n");
        if (line.equals(UNKNOWN) || line.isEmpty()) {
            return;
        }
        seen.add(line);
        while (!peer.readHead().isEmpty()) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + line.length() + "\r\n\r\n" + line);
        }
        seen.add("end");
    };

    private static String line(Peer client) {
        return "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n"
                .formatted(client.socket().getLocalPort(), client.socket().getPort());
    }

    private static String ask(Peer client) throws IOException {
        return client.send(GET).readHead().startsWith("HTTP/1.1 200") ? client.readUntil("\r\n") : "refused";
    }

    @Test
    void aServerThatSpeaksFirstHearsTheHeaderBeforeTheClientSaysAnything() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) ->
                        peer.send("220 hello " + peer.readUntil("\r\n")).end());
                Proxied proxied = Proxied.configured("mode: tcp", "send_proxy: v1", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            assertThat(client.readAll()).isEqualTo("220 hello " + line(client));
        }
    }

    @Test
    void theBinaryHeaderNamesBothEndsAndTheBytesFollow() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        (peer, _) -> peer.send(peer.read(16 + 12 + 5)).end());
                Proxied proxied = Proxied.configured("mode: tcp", "send_proxy: v2", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            byte[] all = client.send("hello").readBytes(16 + 12 + 5);
            assertThat(ProxyHeader.read(all, all.length)).isInstanceOfSatisfying(Reading.Known.class, known -> {
                assertThat(known.length()).isEqualTo(28);
                assertThat(known.origin().source().getPort())
                        .isEqualTo(client.socket().getLocalPort());
                assertThat(known.origin().destination()).isEqualTo(proxied.address);
            });
            assertThat(new String(all, 28, 5, StandardCharsets.US_ASCII)).isEqualTo("hello");
        }
    }

    @Test
    void whatAProxyBeforeHasToldIsToldOn() throws IOException {
        String told = "PROXY TCP4 192.0.2.77 203.0.113.9 56324 443\r\n";
        try (ScriptedServer server = new ScriptedServer(http);
                Proxied proxied = Proxied.configured("accept_proxy: true", "send_proxy: v1", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            client.send(told);
            assertThat(ask(client)).isEqualTo(told);
        }
    }

    @Test
    void aConnectionServesOneClientOnlyAndGoesWithIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(http);
                Proxied proxied = Proxied.configured("mode: http", "send_proxy: v1", "weight: 1", server)
                        .await("up");
                Peer second = proxied.connect()) {
            try (Peer first = proxied.connect()) {
                assertThat(ask(first)).isEqualTo(line(first));
                assertThat(ask(second)).isEqualTo(line(second));
                assertThat(ask(first)).isEqualTo(line(first));
                assertThat(ask(second)).isEqualTo(line(second));
                assertThat(seen).as("a connection for each client").containsExactly(line(first), line(second));
                seen.clear();
            }
            assertThat(seen.poll(10, TimeUnit.SECONDS))
                    .as("the first client's is closed")
                    .isEqualTo("end");
            assertThat(ask(second)).isEqualTo(line(second));
            assertThat(seen).isEmpty();
        }
    }

    /** A client keeps one for each server that takes its turn. */
    @Test
    void aClientsConnectionsToSeveralServersAreUsedAgain() throws IOException {
        try (ScriptedServer a = new ScriptedServer(http);
                ScriptedServer b = new ScriptedServer(http);
                Proxied proxied = Proxied.configured("mode: http", "send_proxy: v1", "weight: 1", a, b)
                        .await("up", "up");
                Peer client = proxied.connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(ask(client)).isEqualTo(line(client));
            }
            assertThat(seen).hasSize(2);
        }
    }

    @Test
    void aServersOwnWordCounts() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        (peer, _) -> peer.send(peer.readUntil("\r\n")).end());
                Proxied proxied = Proxied.configured("mode: tcp", "send_proxy: v2", "send_proxy: none", server)
                        .await("up");
                Peer client = proxied.connect()) {
            assertThat(client.send("hello\r\n").readAll()).isEqualTo("hello\r\n");
        }
    }

    @Test
    void checksBeginLikeTrafficButSpeakForNobody() throws Exception {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    seen.add(peer.readUntil("\r\n"));
                    seen.add(peer.readHead());
                    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                Proxied _ = Proxied.configured("mode: tcp", "send_proxy: v1", "weight: 1", "type: http", server)
                        .await("up")) {
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(UNKNOWN);
            assertThat(seen.poll(10, TimeUnit.SECONDS)).startsWith("GET / HTTP/1.1\r\n");
        }
    }

    @Test
    void checksOfAnotherPlaceBeginAsTheyAreToldTo() throws Exception {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {});
                ScriptedServer plain = new ScriptedServer((peer, _) -> {
                    seen.add(peer.readHead());
                    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                Proxied _ = Proxied.configured(
                                "mode: tcp",
                                "send_proxy: v1",
                                "weight: 1",
                                "type: http, port: " + plain.address().getPort(),
                                server)
                        .await("up")) {
            assertThat(seen.poll(10, TimeUnit.SECONDS)).startsWith("GET / HTTP/1.1\r\n");
        }
    }
}
