package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The healthy life of HTTP connections. */
@ExtendWith(LeakWatch.class)
@ParameterizedClass
@EnumSource(Transport.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
record HttpProxyTest(Transport transport) {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private Proxied start(ScriptedServer... servers) throws IOException {
        return Proxied.start(Mode.HTTP, transport, Setup.DEFAULT, servers);
    }

    /** Answers every request head on a connection with the same bytes. */
    private static ScriptedServer.Script always(String response) {
        return (peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send(response);
            }
        };
    }

    @Test
    void passesRequestAndResponse() throws IOException {
        ScriptedServer.Script mirror = (peer, _) -> {
            String head = peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
        };
        try (ScriptedServer server = new ScriptedServer(mirror);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("GET /x HTTP/1.1\r\nHost: a\r\nAccept: b\r\nConnection: close\r\n\r\n");
            String request = "GET /x HTTP/1.1\r\nHost: a\r\nAccept: b\r\nX-Forwarded-For: 127.0.0.1\r\n"
                    + "X-Forwarded-Proto: http\r\n\r\n";
            assertThat(client.readAll())
                    .isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: " + request.length()
                            + "\r\nConnection: close\r\n\r\n" + request);
        }
    }

    @Test
    void manyRequestsOfManyClientsShareAConnectionToTheServer() throws IOException {
        try (ScriptedServer server = new ScriptedServer(always(OK));
                Proxied proxied = start(server)) {
            int checks = server.connections();
            for (int c = 0; c < 3; c++) {
                try (Peer client = proxied.connect()) {
                    for (int i = 0; i < 5; i++) {
                        client.send(GET);
                        assertThat(client.read(OK.length())).isEqualTo(OK);
                    }
                }
            }
            assertThat(proxied.running()).isZero();
            assertThat(server.connections() - checks).isPositive();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderOneAtATime() throws IOException {
        ScriptedServer.Script numbered = (peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + head.charAt(5));
            }
        };
        try (ScriptedServer server = new ScriptedServer(numbered);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\n")
                    .send("Host: a\r\n\r\n")
                    .end();
            String head = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n";
            assertThat(client.readAll().replace("Connection: close\r\n", ""))
                    .isEqualTo(head + "\r\n1" + head + "\r\n2" + head + "\r\n3");
        }
    }

    @Test
    void bodiesStreamBothWaysUnchanged() throws IOException {
        byte[] data = new byte[3 << 20];
        new Random(3).nextBytes(data);
        ScriptedServer.Script echo = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                byte[] body = peer.readBytes(data.length);
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .send(body);
            }
        };
        try (ScriptedServer server = new ScriptedServer(echo);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + data.length + "\r\n\r\n")
                    .send(data);
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK");
            assertThat(Arrays.equals(client.readBytes(data.length), data)).isTrue();
        }
    }

    @Test
    void chunksAndTrailersPassBothWays() throws IOException {
        String chunked = "3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n";
        StringBuilder got = new StringBuilder();
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                got.append(peer.readUntil("X-Sum: 1\r\n\r\n"));
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .send(chunked);
                peer.readAll();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .send(chunked);
            assertThat(client.readHead()).endsWith("\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.readUntil("X-Sum: 1\r\n\r\n")).isEqualTo(chunked);
            assertThat(got).hasToString(chunked);
        }
    }

    /** More than all buffers on the way hold, so that the proxy is stopped in the middle of a chunk again and again. */
    @Test
    void manyChunksForASlowServerArriveAsTheyWereSent() throws IOException {
        String chunk = "bb8\r\n" + "x".repeat(3000) + "\r\n";
        int count = 8000;
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                long bytes = 0;
                for (String size = peer.readUntil("\r\n"); !size.equals("0\r\n"); size = peer.readUntil("\r\n")) {
                    String data = peer.read(Integer.parseInt(size.strip(), 16) + 2);
                    if (!data.endsWith("x\r\n")) {
                        throw new IOException("no end of a chunk");
                    }
                    bytes += data.length() - 2;
                }
                String answer = String.valueOf(bytes);
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] some = chunk.repeat(10).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < count / 10; i++) {
                client.send(some);
            }
            client.send("0\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK");
            assertThat(client.read(8)).isEqualTo(String.valueOf(3000 * count));
        }
    }

    @Test
    void aClientOfHttp10GetsABodyThatEndsWithTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.readAll()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
        }
    }

    @Test
    void aBodyThatEndsWithTheServersConnectionIsChunkedForTheClient() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.0 200 OK\r\n\r\nabc");
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send(GET);
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.readUntil("0\r\n\r\n")).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void responsesWithoutABodyDontTakeTheNextOnesBytes() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                peer.send(
                        switch (head.substring(0, head.indexOf(' ', 5))) {
                            case "HEAD /" ->
                                "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
                            case "GET /204" -> "HTTP/1.1 204 No Content\r\n\r\n";
                            case "GET /304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n";
                            default -> OK;
                        });
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
            client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
            client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
            client.send(GET);
            assertThat(client.read(OK.length())).isEqualTo(OK);
        }
    }

    @Test
    void aClientThatAsksFirstGetsItsContinue() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (peer.readHead().contains("Expect: 100-continue")) {
                peer.send("HTTP/1.1 100 Continue\r\n\r\n");
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + peer.read(3));
                peer.readAll();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("abc");
            assertThat(client.readUntil("abc")).startsWith("HTTP/1.1 200").endsWith("abc");
        }
    }

    @Test
    void anUpgradedConnectionIsARelay() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        ScriptedServer.Script script = (peer, _) -> {
            if (peer.readHead().contains("\r\nUpgrade: chat\r\nConnection: upgrade\r\n")) {
                peer.send("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\nhi");
                peer.send(peer.read(4));
                if (peer.read() < 0) {
                    ended.countDown();
                }
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server)) {
            try (Peer client = proxied.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\nab");
                assertThat(client.readHead())
                        .isEqualTo("HTTP/1.1 101 Switching\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n");
                assertThat(client.read(2)).isEqualTo("hi");
                client.send("cd");
                assertThat(client.read(4)).isEqualTo("abcd");
                assertThat(proxied.running()).isEqualTo(1);
            }
            Await.until(() -> ended.getCount() == 0 && proxied.running() == 0, "the end on the server's side");
        }
    }

    @Test
    void aClientMayCloseItsHalfBeforeItsConnectionIsUpgraded() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
                peer.send("got " + peer.readAll());
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\nab");
            client.end();
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.readAll()).isEqualTo("got ab");
            Await.until(() -> proxied.running() == 0, "the connection counted off");
        }
    }
}
