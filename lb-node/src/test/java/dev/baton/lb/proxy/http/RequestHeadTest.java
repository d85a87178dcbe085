package dev.baton.lb.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.HttpLimits;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw request heads in; a verdict, or the head that a server gets, out. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
class RequestHeadTest {

    private static final String FORWARDED = "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n\r\n";

    private final Head head = new Head();

    private int verdict(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        head.load(Unpooled.wrappedBuffer(bytes), bytes.length, HttpLimits.DEFAULT);
        Refusal refusal = HeadParser.request(head);
        return refusal == null ? 200 : refusal.status().code;
    }

    private String forwarded(String raw) {
        assertThat(verdict(raw)).as(raw).isEqualTo(200);
        var out = Unpooled.buffer();
        boolean upgrade = head.asksForUpgrade();
        HeadWriter.request(Routing.way("", head, "192.0.2.7"), out, Ascii.bytes("10.0.0.1:80"), upgrade);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /?q=%20&r=[1] HTTP/1.1\r\nHost: a:8080\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [fd00::1]:80\r\n\r\n",
                "GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a?x=1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a/ HTTP/1.1\r\nHost: a:80\r\n\r\n",
                "GET http://a:80/ HTTP/1.1\r\nHost: A\r\n\r\n",
                "GET http://a:/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET https://[fd00::1]:443/ HTTP/1.1\r\nHost: [fd00::1]\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:65535\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "PATCH / HTTP/1.1\r\nHost: a\r\nContent-Length: 000\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \u00e4\tb  c\r\nEmpty:\r\n\r\n",
            })
    void servesWhatIsWellFormed(String raw) {
        assertThat(verdict(raw)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the request line
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
                " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET /\r\nHost: a\r\n\r\n",
                "GET HTTP/1.1\r\nHost: a\r\n\r\n",
                "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / http/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.10\r\nHost: a\r\n\r\n",
                "GET / HTTP/01.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1,1\r\nHost: a\r\n\r\n",
                // lines and names
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\t: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX Y: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\u00e4: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u000bb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u007fb\r\n\r\n",
                // Host
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:99999999999999999999\r\n\r\n",
                "GET http://a/ HTTP/1.1\r\nHost: a:443\r\n\r\n",
                "GET https://a/ HTTP/1.1\r\nHost: a:80\r\n\r\n",
                "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://?x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [fd00::1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: []\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n",
                "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n",
                // framing
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: cl=ose\r\n\r\n",
            })
    void refusesWhatTwoParsersCouldReadDifferently(String raw) {
        assertThat(verdict(raw)).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"GET / HTTP/2.0, 505", "GET / HTTP/0.9, 505", "CONNECT a:443 HTTP/1.1, 405"})
    void namesWhatItDoesNotServe(String line, int status) {
        assertThat(verdict(line + "\r\nHost: a\r\n\r\n")).isEqualTo(status);
    }

    @Test
    void tooLongALineAndTooManyFieldsHaveStatusesOfTheirOwn() {
        assertThat(verdict("GET /" + "a".repeat(HttpLimits.DEFAULT.line()) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isEqualTo(414);
        assertThat(verdict("GET / HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n".repeat(HttpLimits.DEFAULT.fields()) + "\r\n"))
                .isEqualTo(431);
    }

    @Test
    void writesTheHeadAnew() {
        assertThat(forwarded("POST /p?q HTTP/1.1\r\nhost:a\r\nX:  1 \r\nContent-Length: 007\r\n\r\n"))
                .isEqualTo("POST /p?q HTTP/1.1\r\nhost: a\r\nX: 1\r\nContent-Length: 7\r\n" + FORWARDED);
        assertThat(forwarded("GET http://a/p HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isEqualTo("GET /p HTTP/1.1\r\nHost: a\r\n" + FORWARDED);
        assertThat(forwarded("GET http://a?q=/x HTTP/1.1\r\nHost: a:80\r\n\r\n"))
                .isEqualTo("GET /?q=/x HTTP/1.1\r\nHost: a:80\r\n" + FORWARDED);
        assertThat(forwarded("GET https://a.b:8?q HTTP/1.0\r\n\r\n"))
                .isEqualTo("GET /?q HTTP/1.1\r\nHost: a.b:8\r\n" + FORWARDED);
        // A minor version that is not known yet is read as the highest that is (RFC 9110, 2.5).
        assertThat(forwarded("GET / HTTP/1.2\r\nHost: a\r\n\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n" + FORWARDED);
        assertThat(forwarded("GET /p HTTP/1.0\r\nExpect: 100-continue\r\n\r\n"))
                .isEqualTo("GET /p HTTP/1.1\r\nHost: 10.0.0.1:80\r\n" + FORWARDED);
    }

    @Test
    void dropsWhatConcernsOneConnectionOnly() {
        assertThat(forwarded("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, X-Mine,host\r\nKeep-Alive: 5\r\n"
                        + "x-mine: 1\r\nX-Mine-Not: 2\r\nProxy-Connection: close\r\nProxy: x\r\nTE: gzip\r\n"
                        + "Upgrade: h2c\r\nProxy-Authorization: y\r\n\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nX-Mine-Not: 2\r\n" + FORWARDED);
        assertThat(forwarded("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n" + FORWARDED);
        assertThat(forwarded("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n" + FORWARDED);
    }
}
