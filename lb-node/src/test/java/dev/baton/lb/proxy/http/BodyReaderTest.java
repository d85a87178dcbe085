package dev.baton.lb.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private final BodyReader reader = new BodyReader(new Head());
    private final StringBuilder body = new StringBuilder();
    private final ByteBuf in = Unpooled.buffer();

    private void feed(String bytes) {
        in.writeCharSequence(bytes, StandardCharsets.ISO_8859_1);
        for (ByteBuf piece = reader.next(in); piece != null; piece = reader.next(in)) {
            body.append(piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
        }
    }

    @Test
    void takesAsManyBytesAsWereAnnounced() {
        reader.begin(5);
        feed("abc");
        assertThat(reader.isDone()).isFalse();
        feed("defg");
        assertThat(reader.isDone()).isTrue();
        assertThat(body).hasToString("abcde");
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("fg");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void unchunksHoweverTheBytesArrive(int step) {
        String raw = "3\r\nabc\r\n0A ; x=\"y\"\r\n0123456789\r\n0;z\r\nX: 1\r\nContent-Length: 5\r\nY:2\r\n\r\nnext";
        reader.beginChunked();
        for (int i = 0; i < raw.length(); i += step) {
            feed(raw.substring(i, Math.min(raw.length(), i + step)));
        }
        assertThat(reader.isDone()).isTrue();
        assertThat(body).hasToString("abc0123456789");
        assertThat(new String(reader.trailers(), StandardCharsets.ISO_8859_1)).isEqualTo("X: 1\r\nY: 2\r\n");
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\nabc\r\n",
                "\r\n",
                "g\r\n",
                " 3\r\nabc\r\n",
                "3 \r\nabc\r\n",
                "+3\r\nabc\r\n",
                "0x3\r\nabc\r\n",
                "-1\r\n",
                "3;a\rb\r\nabc\r\n",
                "3;a\nb\r\nabc\r\n",
                "3 x\r\nabc\r\n",
                "3\r\nabcd\r\n",
                "3\r\nabc\n0\r\n\r\n",
                "3\r\nabc\r0\r\n\r\n",
                "fffffffffffffffff\r\n",
                "0\r\nX : 1\r\n\r\n",
                "0\r\n X: 1\r\n\r\n",
                "0\r\nX: 1\n\r\n",
                "0\r\nX\r\n\r\n",
            })
    void refusesWhatTwoParsersCouldReadDifferently(String raw) {
        reader.beginChunked();
        feed(raw);
        assertThat(reader.isBroken()).isTrue();
        assertThat(reader.endOfStream()).isFalse();
    }

    @Test
    void boundsChunkLinesAndTrailers() {
        reader.beginChunked();
        feed("3;" + "x".repeat(300));
        assertThat(reader.isBroken()).isTrue();
        in.clear();
        reader.beginChunked();
        feed("0\r\n" + "X: 1\r\n".repeat(2000));
        assertThat(reader.isBroken()).isTrue();
    }

    @Test
    void onlyABodyWithoutLengthEndsWithTheConnection() {
        reader.beginUntilClose();
        feed("abc");
        assertThat(reader.isDone()).isFalse();
        assertThat(reader.endOfStream()).isTrue();
        reader.begin(4);
        feed("abc");
        assertThat(reader.endOfStream()).isFalse();
        in.clear();
        reader.beginChunked();
        feed("3\r\nabc\r\n");
        assertThat(reader.endOfStream()).isFalse();
    }
}
