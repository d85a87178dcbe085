package dev.baton.lb.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.loop.Security;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules and requests in; where they go, and what of them gets there. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class RoutingTest {

    private final Head head = new Head();

    private void load(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        head.load(Unpooled.wrappedBuffer(bytes), bytes.length, HttpLimits.DEFAULT);
        assertThat(HeadParser.request(head)).as(raw).isNull();
    }

    /** Lines of a head, with {@code |} between them. */
    private static String lines(String text) {
        return text.replace("|", "\r\n") + "\r\n\r\n";
    }

    private boolean fits(String conditions, String request) {
        load(lines(request));
        Site site = Routing.site("rules:\n  - {when: {" + conditions + "}, backend: api}");
        RequestView view = new RequestView(head).of(Client.of(InetAddress.ofLiteral("192.0.2.7")));
        return site.route(view) instanceof Route.Forward forward
                && forward.backend().name().equals("api");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "host: b; GET / HTTP/1.1|Host: a; false",
                "host: A.example; GET / HTTP/1.1|Host: a.EXAMPLE:8080; true",
                "host: a.example; GET / HTTP/1.1|Host: a.example.; true",
                "host: '*.example.com'; GET / HTTP/1.1|Host: x.y.example.com; true",
                "host: '*.example.com'; GET / HTTP/1.1|Host: example.com; false",
                "host: '*.example.com'; GET / HTTP/1.1|Host: .example.com; false",
                "host: '*.example.com'; GET / HTTP/1.1|Host: badexample.com; false",
                "host: '[fd00::1]'; GET / HTTP/1.1|Host: [fd00::1]:80; true",
                "host: '[fd00::1]'; GET / HTTP/1.1|Host: [fd00::1]; true",
                "host: a; GET http://a/x HTTP/1.0; true",
                "host: a; GET / HTTP/1.0; false",
                "host: [a, b]; GET / HTTP/1.1|Host: b; true",
                "path: /x; GET /x?q HTTP/1.1|Host: a; true",
                "path: /x; GET /x/ HTTP/1.1|Host: a; false",
                "path_prefix: /x; GET /x HTTP/1.1|Host: a; true",
                "path_prefix: /x; GET /x/y?/ HTTP/1.1|Host: a; true",
                "path_prefix: /x; GET /xy HTTP/1.1|Host: a; false",
                "path_prefix: /x/; GET /x/y HTTP/1.1|Host: a; true",
                "path_prefix: /x/; GET /x HTTP/1.1|Host: a; false",
                "path_prefix: /; GET /x HTTP/1.1|Host: a; true",
                "path_suffix: .jpg; GET /x.jpg?v=1.png HTTP/1.1|Host: a; true",
                "path_suffix: .jpg; GET /x.png?v=1.jpg HTTP/1.1|Host: a; false",
                "path_suffix: .jpg; GET /x HTTP/1.1|Host: a; false",
                "path: /x; OPTIONS * HTTP/1.1|Host: a; false",
                "method: [PUT, POST]; POST / HTTP/1.1|Host: a; true",
                "method: POST; POS / HTTP/1.1|Host: a; false",
                "header: {X-Env: b}; GET / HTTP/1.1|Host: a|x-ENV: b; true",
                "header: {X-Env: b}; GET / HTTP/1.1|Host: a|X-Env: B; false",
                "header: {X-Env: b}; GET / HTTP/1.1|Host: a|X-Env: c|X-Env: b; true",
                "header: {X-Env: '*'}; GET / HTTP/1.1|Host: a|X-Env:; true",
                "header: {X-Env: '*'}; GET / HTTP/1.1|Host: a; false",
                "header: {User-Agent: curl/*}; GET / HTTP/1.1|Host: a|User-Agent: curl/8; true",
                "query: {v: 2}; GET /?a&v=2 HTTP/1.1|Host: a; true",
                "query: {v: 2}; GET /?v=21 HTTP/1.1|Host: a; false",
                "query: {v: 2}; GET /v=2 HTTP/1.1|Host: a; false",
                "query: {v: 2}; GET /?v=1&v=2 HTTP/1.1|Host: a; true",
                "query: {a: '*'}; GET /?a HTTP/1.1|Host: a; true",
                "cookie: {beta: 1}; GET / HTTP/1.1|Host: a|Cookie: x=y; beta=1; false",
                "client: 192.0.2.0/24; GET / HTTP/1.1|Host: a; true",
                "client: [10.0.0.0/8, 'fd00::/8']; GET / HTTP/1.1|Host: a; false",
                "host: a, path: /x, method: GET; GET /x HTTP/1.1|Host: a; true",
                "host: a, path: /x, method: PUT; GET /x HTTP/1.1|Host: a; false",
                "''; GET /x HTTP/1.1|Host: a; true"
            })
    void conditions(String conditions, String request, String verdict) {
        // A cookie's semicolon is the table's delimiter.
        boolean wanted = Boolean.parseBoolean(verdict.strip());
        assertThat(fits(conditions, request))
                .as("%s on %s", conditions, request)
                .isEqualTo(wanted);
    }

    @Test
    void cookiesAreFoundAmongOthers() {
        assertThat(fits("cookie: {beta: 1}", "GET / HTTP/1.1|Host: a|Cookie: x=y; beta=1; z"))
                .isTrue();
        assertThat(fits("cookie: {beta: 1}", "GET / HTTP/1.1|Host: a|Cookie: x=y; beta\t = 1 ; z"))
                .isTrue();
        assertThat(fits("cookie: {beta: 1}", "GET / HTTP/1.1|Host: a|Cookie: x=beta=1; alphabeta=1"))
                .isFalse();
    }

    /** A rule about a path can't be got past by writing the path in another way. */
    @ParameterizedTest
    @CsvSource({
        "/admin/x, true",
        "/%61dmin/x, true",
        "/%61%64min, true",
        "//admin, true",
        "/./admin, true",
        "/x/../admin/, true",
        "/x/%2e%2E/admin, true",
        "/../../admin, true",
        "/admin/.., false",
        "/admin/../x, false",
        "/x/..admin, false",
        "/%2561dmin, false",
        "/%61dminx, false",
        "/%2fadmin, false",
        "/%, false",
        "/admin%2, false",
        "/admin/%2, true",
        "/.., false",
        "/., false",
    })
    void otherSpellingsOfAPathAreSeenThrough(String path, boolean verdict) {
        assertThat(fits("path_prefix: /admin", "GET " + path + " HTTP/1.1|Host: a"))
                .isEqualTo(verdict);
    }

    @Test
    void theFirstRuleThatFitsDecidesAndUnlessTakesSomeOut() {
        String rules = """
                rules:
                  - {when: {path_prefix: /api}, unless: {client: 10.0.0.0/8}, deny: 403}
                  - {when: {path_prefix: /api}, backend: api}
                  - {when: {path: /old}, redirect: {to: "https://{host}/new?{query}", status: 301}}""";
        assertThat(route(rules, "GET /api HTTP/1.1|Host: a", "192.0.2.7")).isInstanceOf(Route.Respond.class);
        assertThat(route(rules, "GET /api HTTP/1.1|Host: a", "10.1.1.1")).isInstanceOf(Route.Forward.class);
        assertThat(route(rules, "GET / HTTP/1.1|Host: a", "10.1.1.1")).isInstanceOf(Route.Forward.class);
        Route.Redirect redirect = (Route.Redirect) route(rules, "GET /old?q=1 HTTP/1.1|Host: a:81", "10.1.1.1");
        ByteBuf out = Unpooled.buffer();
        Replies.redirect(redirect, new RequestView(head), FieldEdits.NONE, false, out);
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 301 Moved Permanently\r\nLocation: https://a:81/new?q=1\r\n"
                        + "Content-Length: 0\r\n\r\n");
    }

    private Route route(String keys, String request, String peer) {
        load(lines(request));
        return Routing.site(keys).route(new RequestView(head).of(Client.of(InetAddress.ofLiteral(peer))));
    }

    /** What a server gets, without the request line and Host, lines joined by {@code |}. */
    private String server(String keys, String request, String peer) {
        load(lines(request));
        ByteBuf out = Unpooled.buffer();
        HeadWriter.request(Routing.way(keys, head, peer), out, Ascii.bytes("10.0.0.9:80"), false);
        return out.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "|").replaceAll("\\|\\|$", "");
    }

    @Test
    void whatAStrangerSaysAboutClientsIsDropped() {
        assertThat(server(
                        "",
                        "GET / HTTP/1.1|Host: a|X-Forwarded-For: 6.6.6.6|X-Forwarded-Proto: https"
                                + "|x-forwarded-port: 1|Forwarded: for=6.6.6.6|X-Forward: kept",
                        "192.0.2.7"))
                .isEqualTo("GET / HTTP/1.1|Host: a|X-Forward: kept|X-Forwarded-For: 192.0.2.7|X-Forwarded-Proto: http");
    }

    /** What speaks CGI to its applications would tell them the same of {@code X_Forwarded_For} as of the real field. */
    @Test
    void anUnderscoreDoesNotGetAForgedFieldPast() {
        String request = "GET / HTTP/1.1|Host: a|X_Forwarded_For: 6.6.6.6|x-forwarded_proto: https|X_Real_IP: 6.6.6.6"
                + "|X_Secret: 1|X_Forward: kept|under_score: gone|under-score: gone|a_b: kept";
        String keys = "headers: {request: {set: {X-Real-IP: \"{client}\"}, remove: [X-Secret, under-score, a_c]}}\n";
        String rest =
                "GET / HTTP/1.1|Host: a|X_Forward: kept|a_b: kept|X-Forwarded-For: 192.0.2.7|X-Forwarded-Proto: http|X-Real-IP: 192.0.2.7";
        assertThat(server(keys, request, "192.0.2.7")).isEqualTo(rest);
        assertThat(server(keys + "trusted_proxies: 192.0.2.0/24", request, "192.0.2.7"))
                .isEqualTo(rest);
    }

    @Test
    void whatATrustedProxySaysIsKeptAndItsAddressAppended() {
        assertThat(server(
                        "trusted_proxies: 192.0.2.0/24",
                        "GET / HTTP/1.1|X-Forwarded-For: 6.6.6.6|Host: a|X-Forwarded-For: 7.7.7.7|X-Forwarded-Proto: https"
                                + "|X-Forwarded-Port: 1",
                        "192.0.2.7"))
                .isEqualTo("GET / HTTP/1.1|Host: a|X-Forwarded-Proto: https|X-Forwarded-Port: 1"
                        + "|X-Forwarded-For: 6.6.6.6, 7.7.7.7, 192.0.2.7");
    }

    @Test
    void allFourFieldsAreWrittenWhereAskedFor() {
        String keys = "forwarded: [x_forwarded_for, x_forwarded_proto, x_forwarded_host, forwarded]";
        assertThat(server(keys, "GET / HTTP/1.1|Host: a:81", "fd00::1"))
                .isEqualTo("GET / HTTP/1.1|Host: a:81|X-Forwarded-For: fd00::1|X-Forwarded-Proto: http"
                        + "|X-Forwarded-Host: a:81|Forwarded: for=\"[fd00::1]\";proto=http;host=\"a:81\"");
        assertThat(server("forwarded: []", "GET / HTTP/1.1|Host: a|Forwarded: for=x", "192.0.2.7"))
                .isEqualTo("GET / HTTP/1.1|Host: a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "198.51.100.1; 198.51.100.1",
                "6.6.6.6, 198.51.100.1; 198.51.100.1",
                "6.6.6.6, 198.51.100.1 , 192.0.2.9; 198.51.100.1",
                "6.6.6.6, garbage, 192.0.2.9; 192.0.2.9",
                "192.0.2.1, 192.0.2.2; 192.0.2.1",
                "garbage; 192.0.2.7",
                "; 192.0.2.7",
                "2001:DB8:0:0::1; 2001:db8::1",
                "198.51.100.1:567; 198.51.100.1",
                "198.51.100.1, 192.0.2.9:65535; 198.51.100.1",
                "[2001:db8::1]:567; 2001:db8::1",
                "[2001:db8::1]; 2001:db8::1",
                "198.51.100.1:; 192.0.2.7",
                "[198.51.100.1; 192.0.2.7",
                "[]:1; 192.0.2.7",
                "198.51.100.1:123456; 192.0.2.7",
            })
    void theClientBehindTrustedProxiesIsTheFirstFromTheRightThatIsNone(String chain, String client) {
        load(lines("GET / HTTP/1.1|Host: a|X-Forwarded-For: " + (chain == null ? "" : chain)));
        Site site = Routing.site("trusted_proxies: [192.0.2.0/24]");
        Client found = site.clientBehind(Client.of(InetAddress.ofLiteral("192.0.2.7")), head);
        assertThat(new String(found.text(), StandardCharsets.US_ASCII)).isEqualTo(client);
    }

    @Test
    void fieldsOfRequestsAreSetAddedAndRemoved() {
        String keys = """
                headers: {request: {set: {X-Real-IP: "{client}", X-A: site}, add: {X-B: "2"}, remove: [X-Gone]}}
                rules:
                  - {when: {path: /r}, backend: api, headers: {request: {set: {X-A: rule, Host: "in.{host}"}}}}""";
        String request = " HTTP/1.1|Host: h|x-real-ip: 6.6.6.6|X-B: 1|x-gone: 1";
        String tail = "|X-Forwarded-For: 192.0.2.7|X-Forwarded-Proto: http|X-Real-IP: 192.0.2.7";
        assertThat(server(keys, "GET /" + request, "192.0.2.7"))
                .isEqualTo("GET / HTTP/1.1|Host: h|X-B: 1" + tail + "|X-A: site|X-B: 2");
        assertThat(server(keys, "GET /r" + request, "192.0.2.7"))
                .isEqualTo("GET /r HTTP/1.1|X-B: 1" + tail + "|X-A: rule|Host: in.h|X-B: 2");
    }

    /** Whoever sets a field means the one that the server goes by, and whoever removes it wants none. */
    @Test
    void whatAnOperatorSaysOfAFieldCountsForOursToo() {
        String own = "forwarded: [x_forwarded_for, x_forwarded_proto, x_forwarded_host, forwarded]\n"
                + "request_id: {accept: always}\ntrusted_proxies: 192.0.2.0/28\n";
        String edits = "headers: {request: {set: {X-Forwarded-For: \"{client}\", X-Forwarded-Proto: https,"
                + " X-Request-ID: a}, remove: [X-Forwarded-Host, Forwarded]}}";
        String request = "GET / HTTP/1.1|Host: a|x-forwarded-proto: http|X-Forwarded-Host: b|X-Forwarded-For: 1.1.1.1"
                + "|Forwarded: for=1.1.1.1|X-Request-ID: b";
        String before = "GET / HTTP/1.1|Host: a|X-Forwarded-For: ";
        String after = "|X-Forwarded-Proto: https|X-Request-ID: a";
        for (String keys : List.of(own + edits, own + "rules:\n  - {backend: api, " + edits + "}")) {
            assertThat(server(keys, request, "192.0.2.77")).isEqualTo(before + "192.0.2.77" + after);
            assertThat(server(keys, request, "192.0.2.7")).isEqualTo(before + "1.1.1.1" + after);
        }
        String removed = "headers: {request: {remove: [X-Request-ID, X-Forwarded-For, X-Forwarded-Proto]}}";
        assertThat(server("request_id: {}\n" + removed, request, "192.0.2.7")).isEqualTo("GET / HTTP/1.1|Host: a");
    }

    @Test
    void whatAnOperatorSaysOfACertificateCountsToo() {
        load(lines("GET / HTTP/1.1|Host: a"));
        Way way = Routing.way("headers: {request: {set: {X-User: nobody}}}", head, "192.0.2.7");
        byte[] fields = Ascii.bytes("X-User: CN=alice\r\nX-Serial: 1\r\n");
        Way secure = new Way(
                way.request(),
                way.peer(),
                new Security("TLSv1.3", "", false, "", "", null, fields),
                false,
                way.site(),
                way.route(),
                way.id());
        ByteBuf out = Unpooled.buffer();
        secure.fields(out);
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .endsWith("X-Forwarded-Proto: https\r\nX-Serial: 1\r\nX-User: nobody\r\n");
    }

    @Test
    void aRuleRemovesWhatTheFrontendWrites() {
        String keys = """
                headers: {request: {set: {X-A: site}, add: {X-B: site}}}
                forwarded: []
                rules:
                  - {when: {path: /r}, backend: api, headers: {request: {remove: [X-A, X-B]}}}""";
        assertThat(server(keys, "GET / HTTP/1.1|Host: h", "192.0.2.7"))
                .isEqualTo("GET / HTTP/1.1|Host: h|X-A: site|X-B: site");
        assertThat(server(keys, "GET /r HTTP/1.1|Host: h", "192.0.2.7")).isEqualTo("GET /r HTTP/1.1|Host: h");
    }

    @Test
    void anUnderscoreDoesNotGetPastWhatElseWeWrite() {
        assertThat(server(
                        "request_id: {}\nforwarded: []",
                        "POST / HTTP/1.1|Host: a|Content-Length: 1|X_Request_ID: b|x_request-id: c|Content_Length: 5"
                                + "|transfer_encoding: chunked|Keep_Alive: 1|Proxy_Authorization: d|Content_Type: kept",
                        "192.0.2.7"))
                .isEqualTo("POST / HTTP/1.1|Host: a|Content_Type: kept|Content-Length: 1|X-Request-ID: ");
    }

    @Test
    void twoBracesAreOneOfTheText() {
        String keys = "forwarded: []\nheaders: {request: {set: {X-A: '{{{client}}}', X-B: '{{host}} } {',"
                + " X-C: '{{\"a\":{{\"b\":\"{path}\"}}}}'}}}";
        assertThat(server(keys, "GET /x HTTP/1.1|Host: a", "192.0.2.7"))
                .isEqualTo("GET /x HTTP/1.1|Host: a|X-A: {192.0.2.7}|X-B: {host} } {|X-C: {\"a\":{\"b\":\"/x\"}}");
    }

    @Test
    void bracesOfResponsesAreText() {
        ByteBuf out = Unpooled.buffer();
        Routing.site("headers: {response: {set: {NEL: '{\"a\":{\"b\":{}}}'}}}")
                .answerEdits()
                .write(out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("NEL: {\"a\":{\"b\":{}}}\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/api, /, /api/x?q=1, /x?q=1",
        "/api, /, /api, /",
        "/api, /v1, /api/x, /v1/x",
        "/api, /v1/, /api/x, /v1/x",
        "/api/, /v1, /api/x, /v1/x",
        "/api/, /, /api/, /",
        "/api, /v1, /api?q, /v1?q",
        "/api, /v1, /%61pi//x, /v1/x",
        "/api, /v1, /other/api, /other/api",
    })
    void pathsGetAnotherBeginning(String prefix, String to, String target, String result) {
        String keys = "rules:\n  - {backend: api, rewrite: {prefix: " + prefix + ", to: " + to + "}}";
        assertThat(server(keys, "GET " + target + " HTTP/1.1|Host: a", "192.0.2.7"))
                .startsWith("GET " + result + " HTTP/1.1|");
    }
}
