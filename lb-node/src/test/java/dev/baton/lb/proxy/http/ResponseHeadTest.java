package dev.baton.lb.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.http.HeadWriter.Connection;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadTest {

    private final Head head = new Head();

    private boolean good(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        head.load(Unpooled.wrappedBuffer(bytes), bytes.length, HttpLimits.LARGEST);
        return HeadParser.response(head) == null;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 \r\n\r\n",
                "HTTP/1.1 200\r\n\r\n",
                "HTTP/1.0 404 Not \u00e4 Found\r\nServer: x\r\n\r\n",
                "HTTP/1.1 999 What\r\nContent-Length: 3\r\n\r\n",
            })
    void passesWhatIsWellFormed(String raw) {
        assertThat(good(raw)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\n\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 O\u0000K\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void refusesWhatTwoParsersCouldReadDifferently(String raw) {
        assertThat(good(raw)).isFalse();
    }

    @Test
    void writesTheHeadAnewWithItsOwnFraming() {
        assertThat(good("HTTP/1.0 200 Fine\r\nX:1\r\nKeep-Alive: 3\r\nConnection: close,Y\r\nY: 2\r\n\r\n"))
                .isTrue();
        var out = Unpooled.buffer();
        HeadWriter.response(head, out, Framing.CHUNKED, Connection.UNSAID, FieldEdits.NONE);
        assertThat(out.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("HTTP/1.1 200 Fine\r\nX: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
    }
}
