package dev.baton.lb.proxy.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What was written for a client of HTTP/1.1, as fields of HTTP/2. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class ResponseTranslationTest {

    private static List<String> fields(Http2Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map((Map.Entry<CharSequence, CharSequence> field) -> field.getKey() + "=" + field.getValue())
                .toList();
    }

    private static List<String> response(String head) {
        return fields(FieldLines.response(Unpooled.copiedBuffer(head, US_ASCII)));
    }

    @Test
    void namesAreInLowerCaseAndTheReasonIsGone() {
        assertThat(response("HTTP/1.1 404 Not Found\r\nContent-Type: a/b\r\nX-E:\r\nSet-Cookie: A=1\r\n\r\n"))
                .containsExactly(":status=404", "content-type=a/b", "x-e=", "set-cookie=A=1");
    }

    @Test
    void whatIsAboutTheConnectionStays() {
        assertThat(response("HTTP/1.1 200 OK\r\nConnection: close\r\nKeep-Alive: 1\r\nX: y\r\n"
                        + "Transfer-Encoding: chunked\r\nUpgrade: x\r\nProxy-Connection: y\r\n\r\n"))
                .containsExactly(":status=200", "x=y");
    }

    @Test
    void thereMayBeManyFieldsAndNone() {
        assertThat(response("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(100) + "\r\n"))
                .hasSize(101);
        assertThat(response("HTTP/1.1 299 \r\n\r\n")).containsExactly(":status=299");
    }

    @Test
    void aProtocolThatIsAgreedOnIsASuccess() {
        assertThat(fields(FieldLines.tunnel(Unpooled.copiedBuffer(
                        "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nX: y\r\nConnection: upgrade\r\n\r\n",
                        US_ASCII))))
                .containsExactly(":status=200", "x=y");
    }

    @Test
    void trailersHaveNoStatus() {
        assertThat(fields(FieldLines.trailers("Grpc-Status: 0\r\nX: y\r\n".getBytes(US_ASCII))))
                .containsExactly("grpc-status=0", "x=y");
    }
}
