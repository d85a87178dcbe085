package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTP/2 on both sides. */
@ExtendWith(LeakWatch.class)
class Http2ThroughTest {

    private static final String POST = ":method=POST|:scheme=http|:authority=a|:path=/";
    /** RFC 9113, section 6.5.2. */
    private static final int INITIAL_WINDOW_SIZE = 4;

    private static final int LARGE = 4 << 20;

    private static Proxied start(Http2Server server) throws IOException {
        return Proxied.configured(
                        Proxied.noLogs(),
                        Http2ProxyTest.HTTP2,
                        Http2ServerTest.H2,
                        "weight: 1",
                        "type: tcp",
                        server.address())
                .await("up");
    }

    /** What came, and how. */
    private static Http2Server echo() {
        return new Http2Server(request -> request.head(
                        "200",
                        false,
                        "x-te",
                        String.valueOf(request.headers().get("te")),
                        "x-length",
                        String.valueOf(request.headers().get("content-length")))
                .data(request.body(), false)
                .trailers(
                        "x-t",
                        request.trailers() == null
                                ? "none"
                                : request.trailers().get("x-t").toString()));
    }

    @Test
    void bodiesOfKnownAndOfUnknownLengthPassWithTheirTrailers() throws Exception {
        try (Http2Server server = echo();
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, POST + "|content-length=6|te=trailers").data(1, false, "abc");
            client.data(1, true, "def");
            assertThat(client.answer(1)).isEqualTo("[:status=200|x-te=trailers|x-length=6] abcdef [x-t=none]");
            // The end comes alone.
            client.headers(3, false, POST + "|content-length=3").data(3, false, "abc");
            client.data(3, true, "");
            assertThat(client.answer(3)).isEqualTo("[:status=200|x-te=null|x-length=3] abc [x-t=none]");
            client.headers(5, false, POST).data(5, false, "abc").headers(5, true, "x-t=7");
            assertThat(client.answer(5)).isEqualTo("[:status=200|x-te=null|x-length=null] abc [x-t=7]");
            client.headers(7, false, POST).data(7, true, "");
            assertThat(client.answer(7)).isEqualTo("[:status=200|x-te=null|x-length=null] [x-t=none]");
        }
    }

    @Test
    void aHeadThatIsAllOfTheAnswerPasses() throws Exception {
        try (Http2Server server = new Http2Server(request -> request.head("200", true, "grpc-status", "5"));
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, POST + "|te=trailers").data(1, true, "abc");
            assertThat(client.answer(1)).isEqualTo("[:status=200|grpc-status=5|content-length=0]");
        }
    }

    @Test
    void responsesBeforeTheResponsePass() throws Exception {
        try (Http2Server server = new Http2Server(request -> request.head("103", false, "link", "x")
                        .head("200", false)
                        .data("abc", true));
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            assertThat(client.answer(1)).startsWith("[:status=103|link=x] [:status=200] abc");
        }
    }

    @Test
    void aRequestThatIsGivenUpIsGivenUpTowardsTheServerAndHurtsNoOther() throws Exception {
        try (Http2Server server = new Http2Server(request -> {
                    if (request.path().equals("/slow")) {
                        request.head("200", false);
                    } else {
                        request.ok("ok");
                    }
                });
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/slow");
            assertThat(client.await(Http2Peer.HEADERS, 1)).isEqualTo("[:status=200]");
            client.reset(1);
            assertThat(server.awaitReset()).isEqualTo(Http2Error.CANCEL);
            client.get(3, "/");
            assertThat(client.answer(3)).endsWith("ok");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aResponseThatIsResetIsReset() throws Exception {
        try (Http2Server server = new Http2Server(request ->
                        request.head("200", false).data("half", false).reset(Http2Error.CANCEL));
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            assertThat(client.answer(1)).startsWith("[:status=200]").endsWith(" INTERNAL_ERROR");
        }
    }

    @Test
    void aBodyOfAnotherLengthIsReset() throws Exception {
        try (Http2Server server = new Http2Server(request ->
                        request.head("200", false, "content-length", "9").data("four", true));
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.get(1, "/");
            assertThat(client.answer(1))
                    .startsWith("[:status=200|content-length=9]")
                    .endsWith(" INTERNAL_ERROR");
        }
    }

    @Test
    void aStreamThatIsNotReadStopsNoOther() throws Exception {
        AtomicInteger written = new AtomicInteger();
        try (Http2Server server = new Http2Server(request -> {
                    if (request.path().equals("/large")) {
                        request.head("200", false);
                        request.data(Unpooled.wrappedBuffer(new byte[LARGE]), true);
                        written.incrementAndGet();
                    } else {
                        request.ok("ok");
                    }
                });
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            // Nothing is taken of the first: its window is the one that streams begin with.
            client.get(1, "/large").get(3, "/large");
            assertThat(client.await(Http2Peer.HEADERS, 3)).startsWith("[:status=200");
            client.get(5, "/small");
            assertThat(client.await(Http2Peer.HEADERS, 5)).startsWith("[:status=200");
            int all = 1 << 30;
            client.send(Http2Peer.WINDOW_UPDATE, 0, 0, number(all)).send(Http2Peer.WINDOW_UPDATE, 0, 3, number(all));
            assertThat(client.answer(3)).hasSizeGreaterThan(LARGE - (1 << 16));
            assertThat(written).hasValue(2);
        }
    }

    @Test
    void ofAResponseThatIsNotReadTheServerSendsLittle() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        int piece = 1024;
        try (Http2Server server = new Http2Server(request -> {
                    request.head("200", false);
                    if (request.path().equals("/large")) {
                        for (int left = LARGE; left > 0; left -= piece) {
                            ByteBuf bytes = Unpooled.wrappedBuffer(new byte[piece]);
                            request.ctx()
                                    .writeAndFlush(new DefaultHttp2DataFrame(bytes, left == piece))
                                    .addListener(_ -> sent.addAndGet(piece));
                        }
                    }
                });
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied, INITIAL_WINDOW_SIZE, 0)) {
            client.get(1, "/large");
            assertThat(client.await(Http2Peer.HEADERS, 1)).startsWith("[:status=200");
            // What the server could send before this it has sent.
            client.get(3, "/small");
            assertThat(client.await(Http2Peer.HEADERS, 3)).startsWith("[:status=200");
            assertThat(sent.get()).isBetween(1 << 14, 1 << 15);
            int all = 1 << 30;
            client.send(Http2Peer.WINDOW_UPDATE, 0, 0, number(all)).send(Http2Peer.WINDOW_UPDATE, 0, 1, number(all));
            assertThat(client.answer(1)).hasSizeGreaterThanOrEqualTo(LARGE);
        }
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    @Test
    void aWebSocketIsRefused() throws Exception {
        try (Http2Server server = new Http2Server(request -> request.ok("no socket"));
                Proxied proxied = start(server);
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, ":method=CONNECT|:protocol=websocket|:scheme=http|:authority=a|:path=/");
            assertThat(client.await(Http2Peer.HEADERS, 1)).startsWith("[:status=502");
        }
    }
}
