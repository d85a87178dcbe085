package dev.baton.lb.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.HttpLimits;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetCookiesTest {

    /** A cookie that is taken away tells nothing of where its client belongs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SID=x | false",
                "SID=x; Path=/; HttpOnly | false",
                "SID=x; Max-Age=0 | true",
                "SID=x;max-age = 000 | true",
                "SID=x; Max-Age=-1; Path=/ | true",
                "SID=x; Max-Age=60 | false",
                "SID=x; Max-Age=soon | false",
                "SID=x; Max-Age= | false",
                "SID=x; Max-Age=0; Max-Age=60 | false",
                "SID=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT | true",
                "SID=x; expires=Thu, 01-Jan-1970 00:00:01 GMT; Path=/ | true",
                "SID=x; Expires=Fri, 31 Dec 9999 23:59:59 GMT | false",
                "SID=x; Expires=never | false",
                "SID=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60 | false",
                "SID=x; Max-Age=0; Expires=Fri, 31 Dec 9999 23:59:59 GMT | true",
                "SID=Max-Age=0 | false",
                "SID=x;;;Max-Age=0;; | true",
            })
    void anEndIsToldFromABeginning(String value, boolean ended) {
        byte[] raw = ("HTTP/1.1 200 OK\r\nSet-Cookie: " + value + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        Head head = new Head();
        head.load(Unpooled.wrappedBuffer(raw), raw.length, HttpLimits.DEFAULT);
        assertThat(HeadParser.response(head)).isNull();
        assertThat(SetCookies.isNamed(head, 0, "SID")).isTrue();
        assertThat(SetCookies.hasEnded(head, 0)).isEqualTo(ended);
    }
}
