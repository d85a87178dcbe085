package dev.baton.lb.proxy.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads of servers of HTTP/2, and requests for them. In the tables fields end in ; and {@code \} is CR. */
class ServerTranslationTest {

    private static FieldBlock block(String fields) {
        FieldBlock block = new FieldBlock(8, 1 << 16);
        for (String field : fields.split(";", -1)) {
            int equals = field.indexOf('=');
            String value = field.substring(equals + 1).replace('\\', '\r').replace('_', '\0');
            block.add(new AsciiString(field.substring(0, equals)), new AsciiString(value));
        }
        return block;
    }

    @ParameterizedTest
    @CsvSource({
        ":status=200, 'HTTP/1.1 200 ||'",
        ":status=404;a=b;a=c, 'HTTP/1.1 404 |a: b|a: c||'",
        ":status=200;content-length=3;trailer=x, 'HTTP/1.1 200 |content-length: 3|trailer: x||'",
        ":status=103;link=, 'HTTP/1.1 103 |link: ||'"
    })
    void responses(String fields, String head) throws MalformedException {
        byte[] into = new byte[256];
        int length = ResponseHead.write(block(fields), into);
        assertThat(new String(into, 0, length, ISO_8859_1)).isEqualTo(head.replace("|", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "a=b, no :status before all else",
        "a=b;:status=200, no :status before all else",
        ":status=20, :status is not three digits",
        ":status=2000, :status is not three digits",
        ":status=2x0, :status is not three digits",
        ":status=200;:status=200, a pseudo-header field behind others",
        ":status=200;:path=/, a pseudo-header field behind others",
        ":status=200;A=b, an illegal field name",
        ":status=200;a b=c, an illegal field name",
        ":status=200;=c, a field without a name",
        ":status=200;a=b\\, an illegal character in a field value",
        ":status=200;a=b_c, an illegal character in a field value",
        ":status=200;a= b, a blank around a field value",
        ":status=200;connection=close, a field of the connection",
        ":status=200;keep-alive=1, a field of the connection",
        ":status=200;transfer-encoding=chunked, a field of the connection",
        ":status=200;upgrade=x, a field of the connection",
        ":status=200;a=1;a=2;a=3;a=4;a=5;a=6;a=7;a=8, too many fields"
    })
    void malformedResponses(String fields, String why) {
        assertThatThrownBy(() -> ResponseHead.write(block(fields), new byte[256]))
                .isInstanceOf(MalformedException.class)
                .hasMessage(why);
    }

    @Test
    void aRequestNamesWhomItAsksAndNothingOfTheConnection() {
        ByteBuf head = Unpooled.copiedBuffer(
                "GET /a?b HTTP/1.1\r\nAccept: x\r\nHost: h:1\r\nTE: trailers\r\nConnection: TE\r\n\r\n", ISO_8859_1);
        Http2Headers headers = FieldLines.request(head, true, "10.0.0.1:80");
        assertThat(headers.method()).hasToString("GET");
        assertThat(headers.path()).hasToString("/a?b");
        assertThat(headers.scheme()).hasToString("https");
        assertThat(headers.authority()).hasToString("h:1");
        assertThat(headers.size()).isEqualTo(6);
        assertThat(headers.get("accept")).hasToString("x");
        assertThat(headers.get("te")).hasToString("trailers");
    }
}
