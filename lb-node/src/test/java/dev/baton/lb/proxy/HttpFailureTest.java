package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see when servers, other clients or they themselves misbehave. */
@ExtendWith(LeakWatch.class)
@ParameterizedClass
@EnumSource(Transport.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
record HttpFailureTest(Transport transport) {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Setup HASTY = Setup.DEFAULT
            .with(new ClientTimeouts(SHORT, SHORT, SHORT))
            .with(new ServerTimeouts(SHORT, SHORT, SHORT, SHORT));

    private Proxied start(ScriptedServer... servers) throws IOException {
        return Proxied.start(Mode.HTTP, transport, Setup.DEFAULT, servers);
    }

    private Proxied startHasty(ScriptedServer... servers) throws IOException {
        return Proxied.start(Mode.HTTP, transport, HASTY, servers);
    }

    @Test
    void withoutAServerTheAnswerIs503AtOnce() throws IOException {
        try (Proxied proxied = Proxied.startUnchecked(Mode.HTTP, transport, Setup.DEFAULT, Proxied.freeAddress());
                Peer client = proxied.connect()) {
            assertThat(client.send(POST).readAll())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("Connection: close\r\n")
                    .as("names of servers and backends are for operators")
                    .endsWith("\r\n\r\n503 Service Unavailable\n");
        }
    }

    @Test
    void aServerThatRefusesIsPassedOver() throws IOException {
        ScriptedServer dying = new ScriptedServer((peer, _) -> peer.readAll());
        ScriptedServer.Script answer = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send(OK);
            }
        };
        try (ScriptedServer other = new ScriptedServer(answer);
                Proxied proxied = start(dying, other)) {
            dying.close();
            for (int i = 0; i < 6; i++) {
                try (Peer client = proxied.connect()) {
                    assertThat(client.send(POST).readHead()).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void aRequestPassedOverGoesOutAtOnceOnAPooledConnection() throws IOException {
        ScriptedServer dying = new ScriptedServer((peer, _) -> peer.readAll());
        ScriptedServer.Script answer = (peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send(OK);
            }
        };
        try (ScriptedServer other = new ScriptedServer(answer);
                Proxied proxied = start(dying, other)) {
            dying.close();
            for (int i = 0; i < 6; i++) {
                try (Peer client = proxied.connect()) {
                    assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void aServerThatClosesWithoutAnAnswerMakesA502() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.readHead());
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            assertThat(client.send(GET).readAll()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
        }
    }

    /** RFC 9110, section 7.8: the client would speak something else than the server. */
    @Test
    void aProtocolThatTheClientDidNotAskForMakesA502() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\nhi");
                peer.readAll();
            }
        };
        String ask = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: ";
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer other = proxied.connect();
                Peer same = proxied.connect()) {
            assertThat(other.send(ask + "foo, bar/2\r\n\r\n").readAll()).startsWith("HTTP/1.1 502 ");
            assertThat(same.send(ask + "foo\r\nUpgrade: bar, webSocket\r\n\r\n").readHead())
                    .startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void aMalformedResponseMakesA502() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok");
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            assertThat(client.send(GET).readAll()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
        }
    }

    @Test
    void aPooledConnectionThatTheServerClosesUnderARequestIsReplaced() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        ScriptedServer.Script once = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                requests.incrementAndGet();
                peer.send(OK);
                // The second request arrives, and the connection closes on it.
                peer.readHead();
            }
        };
        try (ScriptedServer server = new ScriptedServer(once);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            for (int i = 0; i < 5; i++) {
                client.send(GET);
                assertThat(client.read(OK.length())).isEqualTo(OK);
            }
            assertThat(requests).hasValue(5);
        }
    }

    @Test
    void aRequestThatCannotBeRepeatedIsNot() throws IOException {
        AtomicInteger posts = new AtomicInteger();
        ScriptedServer.Script untilPosted = (peer, _) -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                if (head.startsWith("POST")) {
                    posts.incrementAndGet();
                    return;
                }
                peer.send(OK);
            }
        };
        try (ScriptedServer server = new ScriptedServer(untilPosted);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                assertThat(client.read(OK.length())).isEqualTo(OK);
            }
            assertThat(client.send(POST).readAll()).startsWith("HTTP/1.1 502");
            assertThat(posts).hasValue(1);
        }
    }

    @Test
    void aConnectionThatTheServerMayBeClosingIsNotUsedForARequestThatCannotBeRepeated() throws IOException {
        ScriptedServer.Script once = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send(OK);
                peer.readHead();
            }
        };
        try (ScriptedServer server = new ScriptedServer(once);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            for (int i = 0; i < 5; i++) {
                client.send(POST);
                assertThat(client.read(OK.length())).isEqualTo(OK);
            }
        }
    }

    @Test
    void aResponseCutShortIsCutShortForTheClient() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            String head = peer.readHead();
            if (head.startsWith("GET /length")) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
            } else if (head.startsWith("GET /chunked")) {
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            } else if (head.startsWith("GET /broken")) {
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx\r\n");
                peer.readAll();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server)) {
            for (String path : new String[] {"/length", "/chunked", "/broken"}) {
                try (Peer client = proxied.connect()) {
                    String all = client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .readAll();
                    assertThat(all).as(path).startsWith("HTTP/1.1 200").contains("abc");
                    assertThat(all).as(path).doesNotEndWith("0\r\n\r\n");
                }
            }
        }
    }

    @Test
    void withoutLengthOrChunksOnlyAResetTellsTheClientThatSomethingIsMissing() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void badRequestsAreAnsweredAndTheConnectionEnds() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.readAll());
                Proxied proxied = start(server)) {
            assertThat(answer(proxied, "GET / HTTP/1.1\r\n\r\n" + GET)).startsWith("HTTP/1.1 400 Bad Request");
            assertThat(answer(proxied, "GET / HTTP/1.1\nHost: a\n\n")).startsWith("HTTP/1.1 400 Bad Request");
            assertThat(answer(proxied, "GET /" + "a".repeat(20_000))).startsWith("HTTP/1.1 414 ");
            assertThat(answer(proxied, "GET / HTTP/1.1\r\n" + "X: 1234567\r\n".repeat(2000)))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(answer(proxied, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"))
                    .startsWith("HTTP/1.1 400 Bad Request")
                    .endsWith("malformed chunk\n");
        }
    }

    private static String answer(Proxied proxied, String request) throws IOException {
        try (Peer client = proxied.connect()) {
            String all = client.send(request).readAll();
            assertThat(all.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
            return all;
        }
    }

    @Test
    void aServerThatDoesNotAnswerMakesA504() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.readAll());
                Proxied proxied = startHasty(server);
                Peer client = proxied.connect()) {
            assertThat(client.send(GET).readAll()).startsWith("HTTP/1.1 504 Gateway Timeout\r\n");
        }
    }

    @Test
    void aClientThatDoesNotFinishItsRequestGetsA408() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.readAll());
                Proxied proxied = startHasty(server);
                Peer slowHead = proxied.connect();
                Peer slowBody = proxied.connect();
                Peer silent = proxied.connect()) {
            slowHead.send("GET / HT");
            slowBody.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na");
            assertThat(slowHead.readAll()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            assertThat(slowBody.readAll()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            assertThat(silent.readAll()).isEmpty();
        }
    }

    @Test
    void itIsNotTheClientsFaultWhenTheServerDoesNotTakeItsBody() throws IOException {
        ScriptedServer.Script deaf = (peer, _) -> {
            peer.readHead();
            Await.until(peer.socket()::isClosed, "the end of the test", Duration.ofSeconds(30));
        };
        ClientTimeouts patient = ClientTimeouts.DEFAULT;
        try (ScriptedServer server = new ScriptedServer(deaf);
                Proxied proxied = Proxied.start(Mode.HTTP, transport, HASTY.with(patient), server);
                Peer client = proxied.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
            Thread flood = Thread.ofVirtual().start(() -> client.sendUntilRefused(new byte[64 << 10]));
            assertThat(client.readHead()).startsWith("HTTP/1.1 504 Gateway Timeout\r\n");
            client.reset();
            assertThat(flood.join(Duration.ofSeconds(10))).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBodyBeyondTheLimitMakesA413() throws IOException {
        CountDownLatch whole = new CountDownLatch(1);
        ScriptedServer.Script script = (peer, _) -> {
            if (peer.readHead().contains("Content-Length: 4") && peer.read(4).equals("abcd")) {
                peer.send(OK);
            } else if (peer.readAll().endsWith("0\r\n\r\n")) {
                whole.countDown();
            }
        };
        HttpLimits four = new HttpLimits(16 << 10, 8 << 10, 100, 4);
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = Proxied.start(Mode.HTTP, transport, Setup.DEFAULT.with(four), server);
                Peer client = proxied.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd");
            assertThat(client.read(OK.length())).isEqualTo(OK);
            String tooLarge = "HTTP/1.1 413 Content Too Large";
            assertThat(answer(
                            proxied, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"))
                    .startsWith(tooLarge);
            String chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
            assertThat(answer(proxied, chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
                    .startsWith(tooLarge)
                    .endsWith("the body is larger than 4 bytes\n");
            assertThat(whole.getCount()).isEqualTo(1);
        }
    }

    @Test
    void theLimitsOfAHeadAreThoseOfTheFrontend() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send(OK);
            }
        };
        HttpLimits tight = new HttpLimits(1024, 256, 3, Long.MAX_VALUE);
        HttpLimits wide = HttpLimits.LARGEST;
        String longLine = "GET /" + "a".repeat(250) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        String manyFields = "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(3) + "\r\n";
        String longHead = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(1024) + "\r\n\r\n";
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied narrow = Proxied.start(Mode.HTTP, transport, Setup.DEFAULT.with(tight), server);
                Proxied broad = Proxied.start(Mode.HTTP, transport, Setup.DEFAULT.with(wide), server)) {
            assertThat(answer(narrow, longLine)).startsWith("HTTP/1.1 414 ");
            assertThat(answer(narrow, manyFields)).startsWith("HTTP/1.1 431 ");
            assertThat(answer(narrow, longHead)).startsWith("HTTP/1.1 431 ");
            String largest = "GET / HTTP/1.1\r\nHost: a\r\n" + ("X: " + "y".repeat(300) + "\r\n").repeat(200) + "\r\n";
            try (Peer client = broad.connect()) {
                client.send(longLine + manyFields + longHead + largest);
                assertThat(client.read(4 * OK.length())).isEqualTo(OK.repeat(4));
            }
        }
    }

    @Test
    void aServerMayAnswerBeforeItHasReadTheRequest() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                peer.readAll();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
            assertThat(client.readAll())
                    .isEqualTo("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        }
    }

    @Test
    void aClientThatGoesAwayFreesTheServerAndThePortToIt() throws IOException {
        CountDownLatch freed = new CountDownLatch(1);
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                assertThatThrownBy(peer::read)
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
                freed.countDown();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            client.send(GET);
            Await.until(() -> proxied.running() == 1, "the request at the server");
            client.reset();
            Await.until(() -> freed.getCount() == 0 && proxied.running() == 0, "the server freed");
        }
    }

    @Test
    void anAnswerThatNobodyAskedForIsNeverGivenToTheNextRequest() throws IOException {
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                peer.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                peer.readHead();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = start(server);
                Peer client = proxied.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                assertThat(client.read(OK.length())).isEqualTo(OK);
            }
        }
    }
}
