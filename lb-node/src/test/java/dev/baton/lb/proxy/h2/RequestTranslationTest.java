package dev.baton.lb.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of HTTP/2 in the form of HTTP/1.1, and what RFC 9113, section 8, says that none is. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class RequestTranslationTest {

    private static final String GET = ":method=GET|:scheme=https|:authority=a|:path=/";

    /** @param fields {@code name=value}, with a bar between; escapes as in Java */
    private static FieldBlock block(String fields) {
        FieldBlock block = new FieldBlock(20, 1 << 16);
        for (String field : fields.translateEscapes().split("\\|", -1)) {
            int equals = field.indexOf('=', 1);
            block.add(field.substring(0, equals), field.substring(equals + 1));
        }
        return block;
    }

    private static String translate(String fields, boolean complete) throws MalformedException {
        byte[] head = new byte[4096];
        int length = new RequestHead().write(block(fields), complete, head);
        return new String(head, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aRequestIsWrittenAsOneOfHttp1() throws Exception {
        assertThat(translate(GET + "?x|user-agent=u|x-empty=|te=trailers", true))
                .isEqualTo("GET /?x HTTP/1.1\r\nuser-agent: u\r\nx-empty: \r\nte: trailers\r\nhost: a\r\n\r\n");
    }

    @Test
    void aBodyOfUnknownLengthComesInChunks() throws Exception {
        String post = GET.replace("GET", "POST");
        assertThat(translate(post, false)).contains("\r\ntransfer-encoding: chunked\r\n");
        assertThat(translate(post + "|content-length=3", false)).contains("\r\ncontent-length: 3\r\n");
        assertThat(translate(post + "|content-length=3", false)).doesNotContain("chunked");
        assertThat(translate(post, true)).contains("\r\ncontent-length: 0\r\n");
        assertThat(translate(GET, true)).doesNotContain("content-length");
    }

    @Test
    void crumbsOfACookieAreJoined() throws Exception {
        assertThat(translate(GET + "|cookie=a=1|x=y|cookie=b=2; c=3", true))
                .isEqualTo("GET / HTTP/1.1\r\nx: y\r\nhost: a\r\ncookie: a=1; b=2; c=3\r\n\r\n");
    }

    @Test
    void hostTakesThePlaceOfAnAuthorityThatIsNotThereAndMayRepeatIt() throws Exception {
        assertThat(translate(":method=GET|:scheme=http|:path=/|host=b", true)).contains("\r\nhost: b\r\n");
        assertThat(translate(GET + "|host=A", true)).containsOnlyOnce("host");
    }

    @Test
    void moreFieldsThanAllowedAreNone() throws Exception {
        assertThat(translate(GET + "|x=y".repeat(20), true)).isEmpty();
    }

    @Test
    void connectGoesToTheParserThatRefusesIt() throws Exception {
        assertThat(translate(":method=CONNECT|:authority=a:443", false)).startsWith("CONNECT a:443 HTTP/1.1\r\n");
    }

    @Test
    void anExtendedConnectIsAnUpgrade() throws Exception {
        String text = translate(
                ":method=CONNECT|:protocol=websocket|:scheme=https|:authority=a|:path=/chat|sec-websocket-version=13",
                false);
        assertThat(text)
                .startsWith("GET /chat HTTP/1.1\r\nsec-websocket-version: 13\r\nhost: a\r\n"
                        + "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: ")
                .doesNotContain("chunked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ":scheme=https|:path=/; no :method",
                ":method=GET|:path=/|:authority=a; no :scheme",
                ":method=GET|:scheme=http|:authority=a; no :path",
                ":method=GET|:scheme=http|:authority=a|:path=; :path does not begin",
                ":method=GET|:scheme=http|:authority=a|:path=*; :path does not begin",
                ":method=GET|:scheme=http|:authority=a|:path=http://b/; :path does not begin",
                ":method=GET|:method=GET|:scheme=http|:path=/; a pseudo-header field twice",
                ":method=GET|:scheme=http|:path=/|:path=/x; a pseudo-header field twice",
                ":method=GET|:scheme=ftp|:path=/; :scheme is neither",
                ":status=200|:method=GET|:scheme=http|:path=/; an unknown pseudo-header field",
                ":method=GET|:scheme=http|:path=/|x=y|:authority=a; a pseudo-header field behind others",
                ":method=GET|:scheme=http|:path=/|:protocol=websocket; :protocol without CONNECT",
                ":method=CONNECT|:authority=a|:path=/; CONNECT with other",
                ":method=CONNECT; CONNECT with other",
                ":method=CONNECT|:protocol=websocket|:authority=a; no :scheme",
                ":method=GET|:scheme=http|:path=/ HTTP/1.1; an illegal character in a pseudo",
                ":method=GET|:scheme=http|:path=/\\r\\nX:; an illegal character in a pseudo",
                ":method=GET /|:scheme=http|:path=/; an illegal character in a pseudo",
                ":method=GET|:scheme=http|:path=/|:authority=a\\nb; an illegal character in a pseudo",
                ":method=GET|:scheme=https|:authority=a|:path=/|host=b; host differs",
                ":method=GET|:scheme=https|:path=/|host=b|host=b; two host fields"
            })
    void theControlDataIsStrict(String fields, String why) {
        malformed(fields, why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "X-Upper=y; an illegal field name",
                "x y=z; an illegal field name",
                "x\\r\\ny=z; an illegal field name",
                "x:y=z; an illegal field name",
                "x\\u00e9=z; an illegal field name",
                "connection=close; a field of the connection",
                "keep-alive=1; a field of the connection",
                "proxy-connection=x; a field of the connection",
                "transfer-encoding=chunked; a field of the connection",
                "upgrade=websocket; a field of the connection",
                "te=gzip; te is other",
                "te=trailers, gzip; te is other",
                "x=a\\r\\nb: c; an illegal character in a field",
                "x=a\\nb; an illegal character in a field",
                "x=a\\0b; an illegal character in a field",
                "x=\\sa; a blank around",
                "x=a\\t; a blank around"
            })
    void fieldsAreStrict(String field, String why) {
        malformed(GET + "|" + field.replace("\\u00e9", "\u00e9"), why);
    }

    @Test
    void aFieldNeedsAName() {
        FieldBlock block = block(GET);
        block.add("", "x");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> new RequestHead().write(block, true, new byte[4096]))
                .withMessageStartingWith("a field without a name");
    }

    private static void malformed(String fields, String why) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> translate(fields, true))
                .withMessageStartingWith(why);
    }

    @Test
    void trailersAreFieldsThatSayNothingOfTheMessage() throws Exception {
        assertThat(new String(
                        Trailers.lines(block("x-sum=1|content-length=3|host=a|trailer=x")), StandardCharsets.US_ASCII))
                .isEqualTo("x-sum: 1\r\n");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Trailers.lines(block(":path=/")))
                .withMessageStartingWith("a pseudo-header field behind others");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Trailers.lines(block("x=a\\nb: c")))
                .withMessageStartingWith("an illegal character");
    }
}
