package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.Http2Server.Request;
import dev.baton.lb.proxy.access.AccessLogs;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers of HTTP/2, in clear, for clients of HTTP/1.1. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class Http2ServerTest {

    static final String H2 = "protocol: h2";
    private static final String GET = "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final int CLIENTS = 20;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private interface Use {
        void with(Proxied proxied) throws Exception;
    }

    private static Proxied start(String backend, InetSocketAddress... servers) throws IOException {
        return Proxied.configured(Proxied.noLogs(), "mode: http", backend, "weight: 1", "type: tcp", servers);
    }

    private static void proxied(Http2Server server, Use use) throws Exception {
        try (Proxied proxied = start(H2, server.address()).await("up")) {
            use.with(proxied);
            Await.until(() -> proxied.running() == 0, "nothing running");
        }
    }

    /** With an access log, and a server that may be none of HTTP/2. */
    private Proxied logged(InetSocketAddress server) throws IOException {
        String keys = "access_log: {format: line}";
        return Proxied.configured(new AccessLogs(log), keys, H2 + ", retries: 0", "weight: 1", "type: tcp", server)
                .await("up");
    }

    private void awaitLog(String reason) {
        Await.until(() -> log.toString(StandardCharsets.UTF_8).contains(reason), "the log says: " + reason);
    }

    private static String ask(Proxied proxied, String request) throws IOException {
        try (Peer client = proxied.connect()) {
            return client.send(request).readUpToReset();
        }
    }

    @Test
    void manyClientsShareOneConnection() throws Exception {
        try (Http2Server server = new Http2Server(answersWhenAllHaveAsked())) {
            proxied(server, proxied -> {
                allAtOnce(proxied);
                allAtOnce(proxied);
                assertThat(server.connections()).isEqualTo(1);
            });
        }
    }

    @Test
    void noMoreAreSentAtOnceThanTheServerTakes() throws Exception {
        try (Http2Server server = new Http2Server(4, answersWhenAllHaveAsked())) {
            proxied(server, proxied -> {
                allAtOnce(proxied);
                assertThat(server.connections()).isEqualTo(CLIENTS / 4);
            });
        }
    }

    private static Http2Server.Script answersWhenAllHaveAsked() {
        List<Request> all = new ArrayList<>();
        return request -> {
            all.add(request);
            if (all.size() == CLIENTS) {
                all.reversed().forEach(each -> each.ok("hello"));
                all.clear();
            }
        };
    }

    private static void allAtOnce(Proxied proxied) throws IOException {
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(proxied.connect().send(GET));
        }
        for (Peer client : clients) {
            assertThat(client.readAll()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nhello");
            client.close();
        }
    }

    @Test
    void aServersLimitCountsRequests() throws Exception {
        BlockingQueue<Request> asked = new LinkedBlockingQueue<>();
        try (Http2Server server = new Http2Server(asked::add);
                Proxied proxied = Proxied.configured(
                                Proxied.noLogs(), "mode: http", H2, "max_connections: 2", "type: tcp", server.address())
                        .await("up");
                Peer first = proxied.connect().send(GET);
                Peer second = proxied.connect().send(GET);
                Peer third = proxied.connect().send(GET)) {
            List<Request> both = List.of(asked.take(), asked.take());
            Await.until(() -> proxied.path.backends().getFirst().waiting() == 1, "one waits");
            assertThat(asked).isEmpty();
            both.forEach(each -> each.ok("done"));
            asked.take().ok("done");
            for (Peer each : List.of(first, second, third)) {
                assertThat(each.readAll()).endsWith("done");
            }
        }
    }

    @Test
    void bodiesAndTrailersPassBothWays() throws Exception {
        String body = "0123456789".repeat(30_000);
        try (Http2Server server = new Http2Server(request -> {
            String asked = request.headers().method() + " " + request.path() + " "
                    + request.headers().authority() + " " + request.headers().scheme();
            request.head("200", false, "x-asked", asked).data(request.body(), false);
            request.trailers(
                    "x-sum",
                    String.valueOf(
                            request.trailers() == null
                                    ? "none"
                                    : request.trailers().get("x-t")));
        })) {
            proxied(server, proxied -> {
                String sized = ask(
                        proxied,
                        "POST /p HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body));
                assertThat(sized).startsWith("HTTP/1.1 200").contains("x-asked: POST /p h http\r\n");
                assertThat(sized).endsWith("\r\n0\r\nx-sum: none\r\n\r\n").hasSizeGreaterThan(body.length());
                String chunked = ask(
                        proxied,
                        "POST /p HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "3\r\nabc\r\n0\r\nX-T: 7\r\n\r\n");
                assertThat(chunked).endsWith("3\r\nabc\r\n0\r\nx-sum: 7\r\n\r\n");
            });
        }
    }

    /** As many as a server likes (RFC 9113, section 8.1). */
    @Test
    void responsesBeforeTheResponsePass() throws Exception {
        try (Http2Server server = new Http2Server(request -> {
            request.head("100", false).head("103", false, "link", "x").head("103", false, "link", "y");
            request.head("200", false).data(request.body(), false).trailers("x-sum", "3");
        })) {
            proxied(server, proxied -> {
                String expecting = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 3\r\n\r\nabc";
                assertThat(ask(proxied, expecting))
                        .containsSubsequence(
                                "HTTP/1.1 100 ",
                                "HTTP/1.1 103 ",
                                "link: x",
                                "HTTP/1.1 103 ",
                                "link: y",
                                "HTTP/1.1 200 ")
                        .contains("abc");
            });
        }
    }

    @Test
    void responsesWithoutBodiesAreSuchInHttp1() throws Exception {
        try (Http2Server server =
                new Http2Server(request -> request.head(request.path().substring(1), true))) {
            proxied(server, proxied -> {
                assertThat(ask(proxied, "GET /200 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                        .contains("Content-Length: 0\r\n");
                assertThat(ask(proxied, "GET /204 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 204")
                        .doesNotContain("Content-Length");
                assertThat(ask(proxied, "HEAD /200 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200");
            });
        }
    }

    @Test
    void whatTheServerHasNotLookedAtIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Http2Server server = new Http2Server(request -> {
            if (asked.incrementAndGet() == 3) {
                request.ok("at last");
            } else {
                request.reset(Http2Error.REFUSED_STREAM);
            }
        })) {
            proxied(server, proxied -> {
                assertThat(ask(proxied, GET.replace("GET", "POST"))).endsWith("at last");
                assertThat(asked).hasValue(3);
            });
        }
    }

    @Test
    void whoRefusesAgainAndAgainLeavesItToAnother() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        try (Http2Server full = new Http2Server(request -> {
                    refused.incrementAndGet();
                    request.reset(Http2Error.REFUSED_STREAM);
                });
                Http2Server other = new Http2Server(request -> request.ok("other"));
                Proxied proxied = start(H2 + ", balance: first", full.address(), other.address())
                        .await("up", "up")) {
            assertThat(ask(proxied, GET)).endsWith("other");
            assertThat(refused).hasValue(3);
        }
    }

    @Test
    void whoGoesGetsNothingNewAndWhatCameTooLateIsAskedAgain() throws Exception {
        List<Request> asked = new ArrayList<>();
        try (Http2Server server = new Http2Server(request -> {
            asked.add(request);
            if (asked.size() == 2) {
                request.goAway(asked.getFirst().stream());
                asked.getFirst().ok("first");
            } else if (asked.size() > 2) {
                request.ok("again");
            }
        })) {
            proxied(server, proxied -> {
                try (Peer first = proxied.connect().send(GET);
                        Peer second = proxied.connect().send(GET.replace("GET", "POST"))) {
                    assertThat(List.of(end(first), end(second))).containsExactlyInAnyOrder("first", "again");
                }
                assertThat(ask(proxied, GET)).endsWith("again");
                assertThat(server.connections()).isEqualTo(2);
            });
        }
    }

    private static String end(Peer client) throws IOException {
        String all = client.readAll();
        return all.substring(all.lastIndexOf('\n') + 1);
    }

    @Test
    void aResponseThatIsResetIsCut() throws Exception {
        try (Http2Server server = new Http2Server(
                request -> request.head("200", false).data("half", false).reset(Http2Error.INTERNAL_ERROR))) {
            proxied(
                    server,
                    proxied -> assertThat(ask(proxied, GET)).contains("half").doesNotContain("0\r\n\r\n"));
        }
        try (Http2Server server = new Http2Server(request -> request.reset(Http2Error.INTERNAL_ERROR))) {
            proxied(server, proxied -> assertThat(ask(proxied, GET)).startsWith("HTTP/1.1 502"));
        }
    }

    @Test
    void aConnectionThatBreaksCutsAllOfItsResponses() throws Exception {
        List<Request> asked = new ArrayList<>();
        try (Http2Server server = new Http2Server(request -> {
            asked.add(request.head("200", false).data("half", false));
            if (asked.size() == 2) {
                request.cut();
            }
        })) {
            proxied(server, proxied -> {
                try (Peer first = proxied.connect().send(GET);
                        Peer second = proxied.connect().send(GET)) {
                    assertThat(first.readUpToReset()).contains("half").doesNotContain("0\r\n\r\n");
                    assertThat(second.readUpToReset()).contains("half").doesNotContain("0\r\n\r\n");
                }
            });
        }
    }

    @Test
    void aBodyOfAnotherLengthIsCut() throws Exception {
        try (Http2Server server = new Http2Server(
                request -> request.head("200", false, "content-length", "9").data("four", true))) {
            proxied(
                    server,
                    proxied -> assertThat(ask(proxied, GET))
                            .contains("Content-Length: 9\r\n")
                            .endsWith("\r\n\r\n"));
        }
    }

    @Test
    void aClientThatGoesGivesItsRequestUp() throws Exception {
        try (Http2Server server = new Http2Server(request -> request.head("200", false))) {
            proxied(server, proxied -> {
                Peer client = proxied.connect().send(GET);
                client.readHead();
                client.reset();
                assertThat(server.awaitReset()).isEqualTo(Http2Error.CANCEL);
            });
        }
    }

    @Test
    void aSlowClientHoldsUpNobodyElse() throws Exception {
        byte[] large = new byte[16 << 20];
        try (Http2Server server = new Http2Server(request -> {
            if (request.path().equals("/large")) {
                request.head("200", false).data(Unpooled.wrappedBuffer(large), true);
            } else {
                request.ok("small");
            }
        })) {
            proxied(server, proxied -> {
                try (Peer slow = proxied.connect().send(GET.replace("/x", "/large"))) {
                    assertThat(slow.readHead()).startsWith("HTTP/1.1 200");
                    for (int i = 0; i < CLIENTS; i++) {
                        assertThat(ask(proxied, GET)).endsWith("small");
                    }
                    assertThat(server.connections()).isEqualTo(1);
                    assertThat(slow.readAll()).hasSizeGreaterThan(large.length).endsWith("\r\n0\r\n\r\n");
                }
            });
        }
    }

    @Test
    void aCheckSpeaksItToo() throws Exception {
        BlockingQueue<String> agents = new LinkedBlockingQueue<>();
        String check = "type: http, path: /ready, body: all well";
        try (Http2Server server = new Http2Server(request -> {
                    agents.add(request.headers().get("user-agent") + " " + request.path());
                    request.ok("all well");
                });
                Proxied _ = Proxied.configured(Proxied.noLogs(), "mode: http", H2, "weight: 1", check, server.address())
                        .await("up")) {
            assertThat(agents).contains("baton-check /ready");
        }
    }

    @Test
    void whoDoesNotSpeakItIsToldOf() throws Exception {
        try (ScriptedServer server = ScriptedServer.always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Proxied proxied = logged(server.address())) {
            assertThat(ask(proxied, GET)).startsWith("HTTP/1.1 503");
            awaitLog("<server a: it does not speak HTTP/2>");
        }
    }

    @Test
    void aWebSocketIsRefused() throws Exception {
        try (Http2Server server = new Http2Server(request -> request.ok("no socket"));
                Proxied proxied = logged(server.address())) {
            assertThat(ask(proxied, "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"))
                    .startsWith("HTTP/1.1 502");
            awaitLog("<server a is asked in HTTP/2, over which no other protocol is passed on>");
        }
    }
}
