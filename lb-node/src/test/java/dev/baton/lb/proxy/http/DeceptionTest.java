package dev.baton.lb.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.config.RuleConfig.PathRewrite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that rules, browsers and servers could take for different things. */
class DeceptionTest {

    private final Head head = new Head();

    private RequestView request(String target) {
        byte[] raw = ("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        head.load(Unpooled.wrappedBuffer(raw), raw.length, HttpLimits.DEFAULT);
        assertThat(HeadParser.request(head)).as(target).isNull();
        return new RequestView(head).of(Client.of(InetAddress.ofLiteral("192.0.2.7")));
    }

    /** What keeps requests from servers fits either reading of {@code %2F}, what lets them through fits both. */
    @ParameterizedTest
    @CsvSource({
        "/admin/x, Respond",
        "/x/..%2fadmin, Respond",
        "/x/..%5Cadmin, Respond",
        "/x/..\\admin, Respond",
        "/%2Fadmin, Respond",
        "/x%2f..%2f..%2f%61dmin, Respond",
        "/admin%2fx, Respond",
        "/public/x, api",
        "/public/a%2Fb, api",
        "/public/..%2fsecret, app",
        "/public%2Fx, app",
        "/files/a%2Fb/c, api",
        "/files/a/b/c, app",
        "/open/x%2f..%2fmore, app",
        "/x%2fy.cgi, Respond",
        "/x%2g, app",
        "/x%2, app",
    })
    void anEscapedSlashMayBeOneOrNot(String target, String where) {
        Site site = Routing.site("""
                rules:
                  - {when: {path_prefix: /admin}, deny: 403}
                  - {when: {path_suffix: /y.cgi}, respond: {status: 404}}
                  - {when: {path_prefix: [/public, /files/a%2Fb]}, backend: api}
                  - {when: {path_prefix: /open}, unless: {path_prefix: /open/more}, backend: api}""");
        assertThat(
                        switch (site.route(request(target))) {
                            case Route.Forward forward -> forward.backend().name();
                            case Route.Redirect _ -> "Redirect";
                            case Route.Respond _ -> "Respond";
                        })
                .isEqualTo(where);
    }

    /** Behind a rewrite a server sees nothing but what is below the new beginning, in either reading. */
    @ParameterizedTest
    @CsvSource({
        "/, /t1/, /..%2ft2/p, true",
        "/, /t1/, /x/..%2f..%2ft2/p, true",
        "/, /t1/, /%2e%2e%2ft2%2fp, true",
        "/, /t1/, /..\\t2, true",
        "/, /t1/, /x%5C..%5c.., true",
        "/, /t1/, /x%5C..%5c../.., false",
        "/, /t1/, /x%2f%2F..%2f..%2ft2, true",
        "/, /t1/, /x/.%2f../%2e./t2, false",
        "/public, /t1, /public/..%2fpublic/p, true",
        "/public, /t1, /public/..%2ft1/p, true",
        "/public, /t1, /public/a%2fb/..%2fc, false",
        "/public, /t1, /public/a%2f...%2f..%2f.., false",
        "/public, /t1, /public/a%2f..x, false",
        "/public, /t1, /public/..%252fp, false",
        "/public, /t1, /public/..%2, false",
        "/public, /t1, /other/..%2f.., false",
        "/public/, /t1, /public/%2f.., true",
    })
    void aRewrittenPathStaysBelowItsNewBeginning(String prefix, String to, String target, boolean refused) {
        assertThat(PathRewriter.isLeft(new PathRewrite(prefix, to), request(target)))
                .isEqualTo(refused);
    }

    /** A path is a path, also where the place begins with it. */
    @ParameterizedTest
    @CsvSource({
        "{path}, //evil.example/x, /evil.example/x",
        "{uri}, ///evil.example?q=//x, /evil.example?q=//x",
        "{uri}, /\\evil.example, /evil.example",
        "{path}, /, /",
        "{path}, //, /",
        "/{query}, /x?/evil.example, /evil.example",
        "/{query}, /x?\\evil.example, /evil.example",
        "/new{path}, //x, /new//x",
        "https://{host}{uri}, //evil.example, https://a//evil.example",
        "//b.example{path}, //x, //b.example//x",
        "?{query}, /x?//y, ?//y",
    })
    void aRedirectStaysWhereTheOperatorSays(String to, String target, String location) {
        Site site = Routing.site("rules:\n  - {redirect: {to: '" + to + "'}}");
        RequestView request = request(target);
        ByteBuf out = Unpooled.buffer();
        Replies.redirect((Route.Redirect) site.route(request), request, FieldEdits.NONE, false, out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).contains("Location: " + location + "\r\n");
    }
}
