package dev.baton.lb.proxy;

import static dev.baton.lb.proxy.Http2Peer.CONTINUATION;
import static dev.baton.lb.proxy.Http2Peer.END_HEADERS;
import static dev.baton.lb.proxy.Http2Peer.END_STREAM;
import static dev.baton.lb.proxy.Http2Peer.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.Http2Peer.Frame;
import dev.baton.lb.proxy.access.AccessLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests of HTTP/2 to servers of HTTP/1.1, frame by frame. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class Http2ProxyTest {

    static final String HTTP2 = "http2: {clear_text: true}";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok";
    private static final String POST = ":method=POST|:scheme=http|:authority=a|:path=/";

    static Proxied start(String frontend, ScriptedServer server) throws IOException {
        return Proxied.configured(frontend, "timeouts: {server: 10s}", "weight: 1", server)
                .await("up");
    }

    @Test
    void oneConnectionHasManyRequestsAndServersSeeHttp1() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    String head = peer.readHead();
                    while (!head.isEmpty()) {
                        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
                        head = peer.readHead();
                    }
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/one").get(3, "/two");
            assertThat(client.answer(1))
                    .startsWith("[:status=200|content-length=")
                    .contains(
                            "GET /one HTTP/1.1\r\nhost: a\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n");
            client.get(5, "/three");
            assertThat(client.answer(5)).contains("GET /three HTTP/1.1\r\n");
        }
    }

    @Test
    void aBodyOfKnownLengthIsPassedOnAsItIs() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    String request = peer.readHead() + peer.readUntil("f");
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.length() + "\r\n\r\n" + request);
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, POST + "|content-length=6")
                    .data(1, false, "abc")
                    .data(1, true, "def");
            assertThat(client.answer(1)).contains("Content-Length: 6\r\n").endsWith("\r\n\r\nabcdef");
        }
    }

    @Test
    void aBodyOfUnknownLengthAndItsTrailersArePassedOnInChunks() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n\r\n" + peer.readUntil("\r\n\r\n"));
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, POST).data(1, false, "abc").headers(1, true, "x-sum=6|host=b");
            assertThat(client.answer(1)).isEqualTo("[:status=200] 3\r\nabc\r\n0\r\nx-sum: 6\r\n\r\n ");
        }
    }

    @Test
    void whatAServerAnswersKeepsItsShape() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n"
                            + "3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n");
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                    peer.readHead();
                    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            assertThat(client.answer(1)).isEqualTo("[:status=103|link=x] [:status=200|trailer=X] abc [x-sum=6]");
            client.headers(3, true, ":method=HEAD|:scheme=http|:authority=a|:path=/");
            assertThat(client.answer(3)).isEqualTo("[:status=200|content-length=7]");
            client.get(5, "/");
            assertThat(client.answer(5)).isEqualTo("[:status=204]");
        }
    }

    @Test
    void aResponseThatIsCutShortIsNotEndedAsIfItWereWhole() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            assertThat(client.answer(1))
                    .startsWith("[:status=200|content-length=9] ")
                    .endsWith("INTERNAL_ERROR");
        }
    }

    @Test
    void aRequestThatIsGivenUpHurtsNoOther() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    String head = peer.readHead();
                    if (head.isEmpty()) {
                        return;
                    }
                    asked.countDown();
                    if (head.startsWith("GET /given-up ")) {
                        assertThat(peer.readUpToReset()).isEmpty();
                        gone.countDown();
                    } else {
                        awaitQuietly(answer);
                        peer.send(OK);
                    }
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/given-up").get(3, "/other");
            asked.await();
            client.reset(1);
            gone.await();
            answer.countDown();
            assertThat(client.answer(3)).endsWith("] ok");
        }
    }

    /** As a program that ends: its kernel says no more than that. */
    @Test
    void whatAClientThatSendsNoMoreHasNotEndedIsGivenUpAndTheRestIsAnswered() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch gone = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    String head = peer.readHead();
                    if (head.isEmpty()) {
                        return;
                    }
                    asked.countDown();
                    if (head.startsWith("POST ")) {
                        peer.readUpToReset();
                        gone.countDown();
                    } else {
                        awaitQuietly(gone);
                        peer.send(OK);
                    }
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, POST).data(1, false, "12345").get(3, "/other");
            asked.await();
            client.end();
            assertThat(client.answer(3)).endsWith("] ok");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerOfOurOwnLeavesTheConnectionAsItIs() throws IOException {
        String rules = "rules: [{when: {path: /no}, respond: {status: 403, body: nope}}]";
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2 + ", limits: {body: 4B}, " + rules, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/no");
            assertThat(client.answer(1))
                    .startsWith("[:status=403|content-type=")
                    .endsWith("|content-length=4] nope");
            client.headers(3, false, POST).data(3, false, "12345");
            assertThat(client.answer(3)).startsWith("[:status=413|").contains("the body is larger than 4 bytes");
            assertThat(client.await(Http2Peer.RST_STREAM).number(0)).isZero();
            client.headers(5, true, ":method=TRACE|:scheme=http|:authority=a|:path=/");
            assertThat(client.answer(5)).startsWith("[:status=405|");
            client.get(7, "/");
            assertThat(client.answer(7)).endsWith("] ok");
        }
    }

    /** Some clients take a reset for a failure, even if the answer was there before. */
    @Test
    void whoEndsARequestSoonAfterAnEarlyAnswerIsNotReset() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2 + ", limits: {body: 4B}", server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, POST).data(1, false, "12345");
            assertThat(client.answer(1)).startsWith("[:status=413|");
            client.data(1, true, "6");
            client.headers(3, false, POST).data(3, false, "12345");
            assertThat(client.answer(3)).startsWith("[:status=413|");
            assertThat(client.await(Http2Peer.RST_STREAM).stream()).isEqualTo(3);
        }
    }

    @Test
    void whatIsMalformedEndsItsStreamAlone() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/ HTTP/1.1");
            assertThat(client.answer(1)).isEqualTo("PROTOCOL_ERROR");
            client.headers(3, false, POST + "|content-length=2").data(3, true, "abc");
            assertThat(client.answer(3)).isEqualTo("PROTOCOL_ERROR");
            client.headers(5, true, POST + "|content-length=2");
            assertThat(client.answer(5)).isEqualTo("PROTOCOL_ERROR");
            client.headers(7, false, POST + "|content-length=4").data(7, true, "abc");
            assertThat(client.answer(7)).isEqualTo("PROTOCOL_ERROR");
            client.get(9, "/");
            assertThat(client.answer(9)).endsWith("] ok");
        }
    }

    @Test
    void headsHaveTheLimitsOfHttp1() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2 + ", limits: {fields: 3, head: 2KiB, line: 256B}", server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/|a=b|c=d|e=f|g=h");
            assertThat(client.answer(1)).startsWith("[:status=431|");
            client.get(3, "/" + "x".repeat(300));
            assertThat(client.answer(3)).startsWith("[:status=414|");
            client.get(5, "/|a=" + "x".repeat(2000));
            assertThat(client.answer(5))
                    .startsWith("[:status=431|")
                    .endsWith("431 Request Header Fields Too Large: the head is longer than 2048 bytes\n");
            client.headers(7, true, ":method=HEAD|:scheme=http|:authority=a|:path=/|a=" + "x".repeat(2000));
            assertThat(client.answer(7)).startsWith("[:status=431|").endsWith("]");
            client.get(9, "/");
            assertThat(client.answer(9)).endsWith("] ok");
        }
    }

    /** The fields that are remembered are those that both ends have counted (RFC 7541, section 2.2). */
    @Test
    void aHeadThatIsFarTooLongEndsItsRequestAlone() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                        awaitQuietly(answer);
                        peer.send(head.contains("x-a: b") ? OK : "");
                    }
                });
                Proxied proxied = Proxied.configured(
                                new AccessLogs(log),
                                HTTP2 + ", access_log: {format: line}",
                                "retries: 0",
                                "weight: 1",
                                "type: tcp",
                                server.address())
                        .await("up");
                Http2Peer client = Http2Peer.connect(proxied)) {
            byte[] remembered = {0x40, 3, 'x', '-', 'a', 1, 'b'};
            byte[] again = {(byte) 0xbe};
            String get = ":method=GET|:scheme=http|:authority=a|:path=/";
            client.send(HEADERS, END_STREAM | END_HEADERS, 1, join(Http2Peer.block(get), remembered));
            String cookie = "|cookie=" + "x".repeat(12_000);
            client.send(HEADERS, END_STREAM, 3, Http2Peer.block(get + cookie));
            client.send(CONTINUATION, 0, 3, Http2Peer.block("c=d" + cookie));
            client.send(CONTINUATION, END_HEADERS, 3, Http2Peer.block("e=f" + cookie));
            assertThat(client.answer(3))
                    .startsWith("[:status=431|")
                    .endsWith("431 Request Header Fields Too Large: the head is longer than 16384 bytes\n");
            answer.countDown();
            assertThat(client.answer(1)).endsWith("] ok");
            client.send(HEADERS, END_STREAM | END_HEADERS, 5, join(Http2Peer.block(get), again));
            assertThat(client.answer(5)).endsWith("] ok");
            Await.until(
                    () -> log.toString(StandardCharsets.UTF_8).contains("<the head is longer than 16384 bytes>"),
                    "the log says why");
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @Test
    void moreRequestsAtATimeThanAllowedAreRefusedAndMayBeSentAgain() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    awaitQuietly(answer);
                    peer.send(OK);
                });
                Proxied proxied = start("http2: {clear_text: true, max_streams: 1}", server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/").get(3, "/");
            assertThat(client.answer(3)).isEqualTo("REFUSED_STREAM");
            answer.countDown();
            assertThat(client.answer(1)).endsWith("] ok");
        }
    }

    /** A window of nothing for each stream (RFC 9113, 6.5.2, setting 4). */
    @Test
    void whoNeverTakesTheAnswerIsGivenUp() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2 + ", timeouts: {client: 200ms}", server);
                Http2Peer client = Http2Peer.connect(proxied, 4, 0)) {
            client.get(1, "/");
            assertThat(client.answer(1)).endsWith("content-length=2] CANCEL");
        }
    }

    @Test
    void aLargeAnswerWaitsForTheClientsWindow() throws IOException {
        String body = "x".repeat(200_000);
        try (ScriptedServer server = ScriptedServer.always("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body);
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            int received = 0;
            for (Frame next = client.await(Http2Peer.DATA); ; next = client.await(Http2Peer.DATA)) {
                received += next.payload().length;
                if (next.isLast()) {
                    break;
                }
                byte[] more =
                        ByteBuffer.allocate(4).putInt(next.payload().length).array();
                client.send(Http2Peer.WINDOW_UPDATE, 0, 1, more).send(Http2Peer.WINDOW_UPDATE, 0, 0, more);
            }
            assertThat(received).isEqualTo(200_000);
        }
    }

    @Test
    void aWebSocketGoesThroughAStream() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    String head = peer.readHead();
                    if (head.isEmpty()) {
                        return;
                    }
                    assertThat(head)
                            .contains("upgrade: websocket\r\n", "Connection: upgrade\r\n", "sec-websocket-key: ");
                    peer.send(
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nhello");
                    peer.send("<" + peer.readUntil("!") + ">");
                    assertThat(peer.read()).isEqualTo(-1);
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, ":method=CONNECT|:protocol=websocket|:scheme=http|:authority=a|:path=/");
            assertThat(client.await(Http2Peer.DATA, 1)).isEqualTo("[:status=200] hello");
            client.data(1, false, "hi!");
            assertThat(client.await(Http2Peer.DATA, 1)).isEqualTo("<hi!>");
            client.data(1, true, "");
            assertThat(client.await(Http2Peer.DATA, 1)).isEmpty();
        }
    }

    @Test
    void whereTheServerWantsNoWebSocketNobodyTakesItsAnswerForOne() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, ":method=CONNECT|:protocol=websocket|:scheme=http|:authority=a|:path=/");
            assertThat(client.answer(1)).startsWith("[:status=502|");
        }
    }

    /** RFC 9220, section 3, for RFC 8441 as well. */
    @Test
    void anyOtherProtocolOnAStreamIsRefused() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            int stream = 1;
            for (String protocol : new String[] {"h2c", "foo", "websocket2", "connect-udp"}) {
                client.headers(
                        stream, false, ":method=CONNECT|:protocol=" + protocol + "|:scheme=http|:authority=a|:path=/");
                assertThat(client.answer(stream))
                        .startsWith("[:status=501|")
                        .endsWith("501 Not Implemented: a protocol other than websocket\n");
                stream += 2;
            }
            client.headers(stream, false, ":method=CONNECT|:protocol=WebSocket|:scheme=http|:authority=a|:path=/");
            assertThat(client.answer(stream)).startsWith("[:status=502|");
        }
    }

    @Test
    void whoIsAskedToLeaveHearsWhichRequestIsTheLast() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    peer.readHead();
                    awaitQuietly(answer);
                    peer.send(OK);
                });
                Proxied proxied = start(HTTP2, server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            Await.until(() -> proxied.running() == 1, "the request with the server");
            Thread stop = Thread.ofVirtual().start(() -> proxied.path.stop(Duration.ofSeconds(10)));
            assertThat(client.await(Http2Peer.GOAWAY).number(0)).isEqualTo(Integer.MAX_VALUE);
            Frame ping = client.await(Http2Peer.PING);
            client.send(Http2Peer.PING, Http2Peer.ACK, 0, ping.payload());
            assertThat(client.await(Http2Peer.GOAWAY).number(0)).isEqualTo(1);
            answer.countDown();
            assertThat(client.answer(1)).endsWith("] ok");
            assertThat(client.read()).isNull();
            stop.join();
        }
    }

    @Test
    void aConnectionThatIsNotUsedIsEnded() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start(HTTP2 + ", timeouts: {idle: 200ms}", server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            assertThat(client.answer(1)).endsWith("] ok");
            assertThat(client.await(Http2Peer.GOAWAY).number(0)).isEqualTo(1);
            assertThat(client.read()).isNull();
        }
    }

    @Test
    void theLogSaysHttp2() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = Proxied.configured(
                                new AccessLogs(written), HTTP2 + ", access_log: {}", "retries: 2", "weight: 1", server)
                        .await("up");
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/x");
            assertThat(client.answer(1)).endsWith("] ok");
            Await.until(() -> written.size() > 0, "a line");
            assertThat(written.toString(StandardCharsets.UTF_8)).contains(" 200 ", "\"GET /x HTTP/2.0\"");
        }
    }

    @Test
    void withoutPermissionHttp2InClearTextIsARequestOfAnUnknownVersion() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(OK);
                Proxied proxied = start("max_connections: 100", server);
                Peer client = proxied.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.readUpToReset()).startsWith("HTTP/1.1 505 ");
        }
    }
}
