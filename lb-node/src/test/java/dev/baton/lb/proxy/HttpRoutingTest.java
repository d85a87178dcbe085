package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules on real connections. */
@ExtendWith(LeakWatch.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends matter
class HttpRoutingTest {

    private static ScriptedServer server(String name) throws IOException {
        return new ScriptedServer((peer, _) -> {
            while (!peer.readHead().isEmpty()) {
                peer.send("HTTP/1.1 200 OK\r\nServer: secret\r\nContent-Length: 1\r\n\r\n" + name);
            }
        });
    }

    private static DataPath start(InetSocketAddress front, ScriptedServer app, ScriptedServer api)
            throws IOException, ConfigException {
        String address = "127.0.0.1:";
        BatonConfig config = ConfigReader.parse("f", """
                frontends:
                  - name: web
                    bind: "%s"
                    backend: app
                    headers: {response: {remove: [Server], set: {X-Frame-Options: DENY}}}
                    rules:
                      - {when: {path: /old}, redirect: {to: "https://{host}{uri}", status: 308}}
                      - {when: {path: /robots.txt}, respond: {body: "Disallow: /\\n"}}
                      - {when: {path_prefix: /admin}, deny: 403}
                      - {when: {host: api.example}, backend: api}
                backends:
                  - {name: app, check: {interval: 50ms}, servers: [{name: a, address: "%s"}]}
                  - {name: api, check: {interval: 50ms}, servers: [{name: b, address: "%s"}]}
                """.formatted(
                        address + front.getPort(),
                        address + app.address().getPort(),
                        address + api.address().getPort()));
        DataPath path = DataPath.start(config.frontends(), config.backends(), 1, Proxied.noLogs(), Transport.detect());
        Await.until(
                () -> path.backends().stream()
                        .allMatch(
                                backend -> backend.servers().getFirst().state().equals("up")),
                "all servers up");
        return path;
    }

    @Test
    void oneConnectionGetsAnswersOfRulesAndOfBothBackends() throws IOException, ConfigException {
        InetSocketAddress front = Proxied.freeAddress();
        try (ScriptedServer app = server("a");
                ScriptedServer api = server("b");
                DataPath _ = start(front, app, api);
                Peer client = Peer.connect(front)) {
            client.send("GET /old?q HTTP/1.1\r\nHost: h\r\n\r\n" + "GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "GET /robots.txt HTTP/1.1\r\nHost: h\r\n\r\n" + "HEAD /robots.txt HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "GET /x HTTP/1.1\r\nHost: API.example:81\r\n\r\n"
                    + "POST /admin HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n");
            String ok = "HTTP/1.1 200 OK\r\nX-Frame-Options: DENY\r\nContent-Length: 1\r\n\r\n";
            String edited = "X-Frame-Options: DENY\r\n\r\n";
            String robots = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n" + edited;
            assertThat(client.readAll())
                    .isEqualTo("HTTP/1.1 308 Permanent Redirect\r\nLocation: https://h/old?q\r\n"
                            + "Content-Length: 0\r\n" + edited + ok + "a" + robots + "Disallow: /\n" + robots + ok + "b"
                            + "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: 4\r\n" + edited + "403\n");
        }
    }

    @Test
    void aPathThatLeadsOutOfItsRewriteIsRefused() throws IOException {
        String keys = "rules: [{backend: app, rewrite: {prefix: /, to: /t1/}}]";
        try (ScriptedServer server = ScriptedServer.mirror();
                Proxied proxied = Proxied.configured(keys, "retries: 0", "weight: 1", server)
                        .await("up")) {
            assertThat(ask(proxied, "GET /a%2fb HTTP/1.1\r\nHost: a\r\n")).contains("GET /t1/a%2Fb HTTP/1.1\r\n");
            assertThat(ask(proxied, "GET /..%2ft2/p HTTP/1.1\r\nHost: a\r\n"))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith("400 Bad Request: an escaped slash leads out of the path that is rewritten\n");
        }
    }

    /** Behind the body it is too late for what a server, or a client, has gone by already. */
    @Test
    void trailersDoNotSayWhatOnlyTheHeadMay() throws IOException {
        String keys = "request_id: {}, headers: {request: {set: {X-User: a}, remove: [X-Gone]},"
                + " response: {set: {X-Frame-Options: DENY}, remove: [Server]}}";
        String last = "X-Sum: 1\r\n\r\n";
        StringBuilder got = new StringBuilder();
        ScriptedServer.Script script = (peer, _) -> {
            if (!peer.readHead().isEmpty()) {
                got.append(peer.readUntil(last));
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nServer: s\r\n"
                        + "x_frame_options: a\r\nContent-Type: a\r\n" + last);
                peer.readAll();
            }
        };
        try (ScriptedServer server = new ScriptedServer(script);
                Proxied proxied = Proxied.configured(keys, "retries: 0", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-User: b\r\n"
                    + "x_user: b\r\nX-Gone: b\r\nX-Request-ID: b\r\nX_Forwarded_For: b\r\nX-Forwarded-Host: b\r\n"
                    + "Authorization: b\r\nContent_Length: 9\r\nContent-Type: b\r\n" + last);
            assertThat(client.readHead()).contains("X-Frame-Options: DENY\r\n");
            assertThat(client.readUntil(last)).isEqualTo("0\r\n" + last);
            assertThat(got).hasToString("0\r\n" + last);
        }
    }

    @Test
    void trailersOfHttp2DoNotEither() throws Exception {
        String keys = "http2: {clear_text: true}, headers: {request: {set: {X-T: a}}, response: {remove: [X-Sum]}}";
        try (Http2Server server = new Http2Server(request -> request.head("200", false)
                        .data(String.valueOf(request.trailers()), false)
                        .trailers("x-sum", "1"));
                Proxied proxied = Proxied.configured(
                                Proxied.noLogs(), keys, Http2ServerTest.H2, "weight: 1", "type: tcp", server.address())
                        .await("up");
                Http2Peer client = Http2Peer.connect(proxied)) {
            client.headers(1, false, ":method=POST|:scheme=http|:authority=a|:path=/")
                    .data(1, false, "abc")
                    .headers(1, true, "x-t=b|authorization=b");
            assertThat(client.answer(1)).isEqualTo("[:status=200] null");
        }
    }

    @Test
    void aRedirectToTheHostThatWasAskedForNeedsOne() throws IOException {
        String keys = "redirect_to_https: true, rules: [{when: {path: /here}, redirect: {to: /there}},"
                + " {when: {path: /host}, redirect: {to: 'https://{host}/'}}]";
        try (ScriptedServer server = ScriptedServer.always("");
                Proxied proxied = Proxied.configured(keys, "retries: 0", "weight: 1", server)) {
            for (String head : List.of(
                    "GET /a?b HTTP/1.0\r\n",
                    "GET /host HTTP/1.0\r\n",
                    "GET /a?b HTTP/1.1\r\nHost:\r\n",
                    "GET /host HTTP/1.1\r\nHost: :80\r\n")) {
                assertThat(ask(proxied, head))
                        .startsWith("HTTP/1.1 400 Bad Request\r\n")
                        .endsWith(": no host to redirect to\n");
            }
            assertThat(ask(proxied, "GET /a?b HTTP/1.0\r\nHost: h:81\r\n")).contains("Location: https://h/a?b\r\n");
            assertThat(ask(proxied, "GET http://h/a HTTP/1.0\r\n")).contains("Location: https://h/a\r\n");
            assertThat(ask(proxied, "GET /here HTTP/1.0\r\n")).contains("Location: /there\r\n");
        }
    }

    @Test
    void statusesHaveTheirRegisteredNames() throws IOException {
        String keys = "rules: [{when: {path: /law}, deny: 451}, {when: {path: /early}, respond: {status: 425}},"
                + " {deny: 422}]";
        try (ScriptedServer server = ScriptedServer.always("");
                Proxied proxied = Proxied.configured(keys, "retries: 0", "weight: 1", server)) {
            assertThat(ask(proxied, "GET /law HTTP/1.0\r\n"))
                    .startsWith("HTTP/1.1 451 Unavailable For Legal Reasons\r\n");
            assertThat(ask(proxied, "GET /early HTTP/1.0\r\n")).startsWith("HTTP/1.1 425 Too Early\r\n");
            assertThat(ask(proxied, "GET / HTTP/1.0\r\n")).startsWith("HTTP/1.1 422 Unprocessable Content\r\n");
        }
    }

    private static String ask(Proxied proxied, String head) throws IOException {
        try (Peer client = proxied.connect()) {
            return client.send(head + "Connection: close\r\n\r\n").readAll();
        }
    }

    /** As HAProxy's http-after-response: a client that must hear of HSTS mostly hears a redirect or an error first. */
    @Test
    void fieldsOfResponsesAreChangedInAnswersOfBatonsOwnToo() throws IOException {
        String keys = "headers: {response: {set: {X-A: b, Cache-Control: private}, remove: [Content-Type]}},"
                + " rules: [{when: {path: /gone}, respond: {status: 410, body: gone}}]";
        try (ScriptedServer server = ScriptedServer.always("");
                Proxied proxied = Proxied.configured(keys, "retries: 0", "state: maintenance", server)) {
            String set = "X-A: b\r\nCache-Control: private\r\n\r\n";
            try (Peer client = proxied.connect()) {
                assertThat(client.send("GET /gone HTTP/1.0\r\n\r\n").readAll())
                        .isEqualTo("HTTP/1.1 410 Gone\r\nConnection: close\r\nContent-Length: 4\r\n" + set + "gone");
            }
            for (String head : List.of("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
                try (Peer client = proxied.connect()) {
                    assertThat(client.send(head).readHead())
                            .matches(
                                    "HTTP/1.1 (400|503) [^\r]*\r\nContent-Length: \\d+\r\nConnection: close\r\n" + set);
                }
            }
        }
    }
}
