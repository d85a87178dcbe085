package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a connection before its mode begins: PROXY headers, and the names that TLS clients ask for. */
@ExtendWith(LeakWatch.class)
class BeginningTest {

    private static final String LINE = "PROXY TCP4 192.0.2.77 203.0.113.9 56324 443\r\n";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static final ScriptedServer.Script ECHO_HEAD = (peer, _) -> {
        String head = peer.readHead();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
    };

    /** Answers with its letter and what it got first. */
    private static ScriptedServer.Script named(String letter, int bytes) {
        return (peer, _) -> peer.send(letter + peer.read(bytes)).end();
    }

    /** A ClientHello in one record: no session, one cipher suite, no compression, server_name. */
    private static byte[] hello(String name) {
        String text = HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
        int length = name.length();
        String extension = "0000%04x%04x00%04x%s".formatted(length + 5, length + 3, length, text);
        String body = "0303" + "00".repeat(32) + "00" + "00021301" + "0100" + "%04x".formatted(length + 9) + extension;
        String message = "01%06x%s".formatted(body.length() / 2, body);
        return HexFormat.of().parseHex("160301%04x%s".formatted(message.length() / 2, message));
    }

    @Test
    void aServerHearsOfTheClientThatTheHeaderNames() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ECHO_HEAD);
                Proxied proxied = Proxied.configured("accept_proxy: true", "retries: 0", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            assertThat(client.send(LINE + REQUEST).readAll()).contains("X-Forwarded-For: 192.0.2.77\r\n");
        }
    }

    @Test
    void aHeaderMayComeByteByByte() throws IOException {
        byte[] binary = HexFormat.of()
                .parseHex("0d0a0d0a000d0a515549540a" + "21210024" + "20010db8000000000000000000000007"
                        + "20010db8000000000000000000000001" + "dc0401bb");
        try (ScriptedServer server = new ScriptedServer(ECHO_HEAD);
                Proxied proxied = Proxied.configured("accept_proxy: [127.0.0.0/8]", "retries: 0", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            for (byte each : binary) {
                client.send(new byte[] {each});
            }
            assertThat(client.send(REQUEST).readAll()).contains("X-Forwarded-For: 2001:db8::7\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {REQUEST, "PROXY TCP4 192.0.2.777 203.0.113.9 1 2\r\n" + REQUEST})
    void withoutAHeaderNothingIsServed(String sent) throws IOException {
        try (ScriptedServer server = new ScriptedServer(ECHO_HEAD);
                Proxied proxied = Proxied.configured("accept_proxy: true", "retries: 0", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            assertThat(client.send(sent).readUpToReset()).isEmpty();
        }
    }

    @Test
    void nobodyElseMayConnect() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ECHO_HEAD);
                Proxied proxied = Proxied.configured("accept_proxy: 192.0.2.0/24", "retries: 0", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            assertThat(client.readUpToReset()).isEmpty();
        }
    }

    @Test
    void aHeaderThatDoesNotComeInTimeIsNotWaitedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ECHO_HEAD);
                Proxied proxied = Proxied.configured(
                                "accept_proxy: true, timeouts: {header: 100ms}", "retries: 0", "weight: 1", server)
                        .await("up");
                Peer client = proxied.connect()) {
            assertThat(client.send("PROXY").readUpToReset()).isEmpty();
        }
    }

    @Test
    void theNameDecidesAndTheBytesArriveUntouched() throws IOException {
        byte[] exact = hello("Shop.example");
        byte[] below = hello("a.b.example.org");
        byte[] other = hello("example.org");
        try (ScriptedServer a = new ScriptedServer(named("a", exact.length));
                ScriptedServer b = new ScriptedServer(named("b", below.length));
                ScriptedServer c = new ScriptedServer(named("c", other.length));
                Proxied proxied = Proxied.named("""
                        rules: [{sni: shop.example, backend: b0}, {sni: ["*.example.org"], backend: b1}]""", a, b, c)) {
            assertThat(ask(proxied, exact)).isEqualTo("a" + latin(exact));
            assertThat(ask(proxied, below)).isEqualTo("b" + latin(below));
            assertThat(ask(proxied, other)).as("no rule").isEqualTo("c" + latin(other));
        }
    }

    @Test
    void aHeaderMayStandBeforeAHello() throws IOException {
        byte[] exact = hello("shop.example");
        try (ScriptedServer a = new ScriptedServer(named("a", exact.length));
                ScriptedServer b = new ScriptedServer(named("b", exact.length));
                Proxied proxied = Proxied.named("accept_proxy: true, rules: [{sni: shop.example, backend: b0}]", a, b);
                Peer client = proxied.connect()) {
            assertThat(client.send(LINE).send(exact).readUpToReset()).isEqualTo("a" + latin(exact));
        }
    }

    @Test
    void whatIsNoTlsGoesToTheBackendOrAway() throws IOException {
        try (ScriptedServer a = new ScriptedServer(named("a", 5));
                ScriptedServer b = new ScriptedServer(named("b", 5));
                Proxied forwards = Proxied.named("rules: [{sni: shop.example, backend: b0}]", a, b);
                Proxied closes = Proxied.named("without_sni: close, rules: [{sni: shop.example, backend: b0}]", a, b)) {
            assertThat(ask(forwards, "hello".getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo("bhello");
            assertThat(ask(closes, "hello".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        }
    }

    /** As with a protocol in which the server speaks first. */
    @Test
    void aClientThatWaitsGetsTheBackend() throws IOException {
        try (ScriptedServer a = new ScriptedServer(named("a", 5));
                ScriptedServer b =
                        new ScriptedServer((peer, _) -> peer.send("220 hello").end());
                Proxied proxied =
                        Proxied.named("timeouts: {header: 100ms}, rules: [{sni: shop.example, backend: b0}]", a, b);
                Peer client = proxied.connect()) {
            assertThat(client.readUpToReset()).isEqualTo("220 hello");
        }
    }

    private static String ask(Proxied proxied, byte[] bytes) throws IOException {
        try (Peer client = proxied.connect()) {
            return client.send(bytes).readUpToReset();
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
