package dev.baton.lb.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.proxy.access.AccessLogs;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that are spoken to in TLS, with both engines; the servers are the JDK's. */
@ParameterizedClass
@EnumSource(Engine.class)
@ExtendWith(LeakWatch.class)
class ServerTlsTest {

    private static final Issuer ROOT = Issuer.root("root");
    private static final Issuer STRANGER = Issuer.root("stranger");
    private static final Issued NAMED = ROOT.issue("EC", "a.example");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\nthe body";
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final String BY_NAME = "{ca: root.pem, server_name: a.example}";

    /** Long enough for what comes in milliseconds. */
    private static final int PATIENCE_SECONDS = 10;

    @TempDir
    private static Path directory;

    private final Engine engine;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    ServerTlsTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    static void issue() throws IOException {
        Files.writeString(directory.resolve("root.pem"), ROOT.pem());
        Issued client = ROOT.issue("EC", "the client");
        Path file = Files.writeString(directory.resolve("client.pem"), client.pem() + client.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private interface Talk {
        void with(SSLSocket socket, Peer peer) throws IOException;
    }

    private interface Use {
        void with(InetSocketAddress address) throws Exception;
    }

    /** A server that shows this certificate; its connections end without a word of TLS unless the talk says one. */
    private static ScriptedServer server(Issued shown, Talk talk) throws IOException {
        return new ScriptedServer((peer, _) -> serve(shown, peer, talk));
    }

    private static void serve(Issued shown, Peer peer, Talk talk) throws IOException {
        SSLSocket socket = (SSLSocket)
                context(shown).getSocketFactory().createSocket(peer.socket(), InputStream.nullInputStream(), false);
        socket.setWantClientAuth(true);
        talk.with(socket, new Peer(socket));
    }

    private static SSLContext context(Issued shown) throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", shown.key(), new char[0], new Certificate[] {shown.certificate()});
            own.setCertificateEntry("root", ROOT.certificate());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(own);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers all requests. */
    private static void answer(SSLSocket socket, Peer peer) throws IOException {
        while (!peer.readHead().isEmpty()) {
            peer.send(ANSWER);
        }
    }

    /** @param backend keys of the backend */
    private void proxied(String mode, String backend, ScriptedServer server, String state, Use use) throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        BatonConfig config = ConfigReader.parse(directory.resolve("f.yaml"), """
                frontends: [{name: web, bind: "127.0.0.1:%d", mode: %s, backend: app, access_log: {format: line}}]
                backends: [{name: app, %s, servers: [{name: a, address: "127.0.0.1:%d"}]}]
                """.formatted(
                        address.getPort(), mode, backend, server.address().getPort()));
        try (DataPath path = DataPath.start(config.frontends(), config.backends(), new AccessLogs(written), engine)) {
            Await.until(
                    () -> path.backends()
                            .getFirst()
                            .servers()
                            .getFirst()
                            .state()
                            .equals(state),
                    "the server " + state);
            use.with(address);
        }
    }

    /** The check only connects, so that it is a request that meets the server's TLS first. */
    private void unchecked(String mode, String tls, ScriptedServer server, Use use) throws Exception {
        proxied(mode, "tls: %s, check: {interval: 50ms, rise: 1, tls: false}".formatted(tls), server, "up", use);
    }

    private static String get(InetSocketAddress from) throws IOException {
        try (Peer client = Peer.connect(from)) {
            return client.send(GET).readAll();
        }
    }

    /** Returns the access log's line of a request that is answered like this. */
    private String refused(InetSocketAddress from, int status) throws IOException {
        written.reset();
        assertThat(get(from)).startsWith("HTTP/1.1 " + status);
        Await.until(() -> line().endsWith("\n"), "a line");
        return line().stripTrailing();
    }

    private String line() {
        return written.toString(UTF_8);
    }

    @Test
    void aServerIsAskedForItsNameAndAnswers() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        try (ScriptedServer server = server(NAMED, (socket, peer) -> {
            peer.readHead();
            asked.add(((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames()
                    .toString());
            peer.send(ANSWER);
        })) {
            unchecked("http", BY_NAME, server, address -> {
                assertThat(get(address)).endsWith("\r\n\r\nOK");
                assertThat(asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains("a.example");
            });
        }
    }

    @Test
    void withoutANameTheCertificateMustBeForTheAddress() throws Exception {
        try (ScriptedServer server = server(ROOT.issue("EC", "127.0.0.1"), ServerTlsTest::answer)) {
            unchecked(
                    "http",
                    "{ca: root.pem}",
                    server,
                    address -> assertThat(get(address)).endsWith("OK"));
        }
        try (ScriptedServer server = server(NAMED, ServerTlsTest::answer)) {
            unchecked(
                    "http",
                    "{ca: root.pem}",
                    server,
                    address -> assertThat(refused(address, 503))
                            .contains("its certificate is for a.example, not for 127.0.0.1"));
        }
    }

    @Test
    void aStrangerIsNotBelievedUnlessEverybodyIs() throws Exception {
        try (ScriptedServer server = server(STRANGER.issue("EC", "a.example"), ServerTlsTest::answer)) {
            unchecked(
                    "http",
                    BY_NAME,
                    server,
                    address -> assertThat(refused(address, 503))
                            .contains("for whom nobody vouches in " + directory.resolve("root.pem")));
            unchecked(
                    "http",
                    "{server_name: a.example}",
                    server,
                    address -> assertThat(refused(address, 503)).contains("for whom nobody vouches in this system"));
            unchecked(
                    "http",
                    "{verify: false}",
                    server,
                    address -> assertThat(get(address)).endsWith("OK"));
        }
    }

    @Test
    void whatHasExpiredOrIsNoTlsIsToldOf() throws Exception {
        Instant now = Instant.now();
        Issued old = ROOT.issue("EC", now.minusSeconds(7200), now.minusSeconds(3600), "a.example");
        try (ScriptedServer server = server(old, ServerTlsTest::answer)) {
            unchecked(
                    "http",
                    BY_NAME,
                    server,
                    address -> assertThat(refused(address, 503)).contains("its certificate expired on"));
        }
        try (ScriptedServer server =
                new ScriptedServer((peer, _) -> peer.send("220 hello\r\n").readAll())) {
            unchecked(
                    "http",
                    BY_NAME,
                    server,
                    address -> assertThat(refused(address, 503)).contains("it does not speak TLS"));
        }
    }

    @Test
    void theHandshakesTimeCountsWithinThatOfConnecting() throws Exception {
        try (ScriptedServer server = new ScriptedServer((peer, _) -> peer.readAll())) {
            proxied(
                    "http",
                    "tls: {ca: root.pem}, retries: 0, timeouts: {connect: 200ms}, check: {interval: 50ms, rise: 1, tls: false}",
                    server,
                    "up",
                    address -> assertThat(refused(address, 504)).contains("the handshake did not end in time"));
        }
    }

    @Test
    void aServerThatAsksIsShownTheCertificate() throws Exception {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        try (ScriptedServer server = server(NAMED, (socket, peer) -> {
            peer.readHead();
            shown.add(socket.getSession().getPeerPrincipal().getName());
            peer.send(ANSWER);
        })) {
            unchecked(
                    "http",
                    "{ca: root.pem, server_name: a.example, certificate: client.pem}",
                    server,
                    address -> assertThat(get(address)).endsWith("OK"));
            assertThat(shown.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("CN=the client");
        }
    }

    @Test
    void aProxyHeaderComesBeforeTlsAndChecksSpeakTlsToo() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
            lines.add(peer.readUntil("\r\n"));
            serve(NAMED, peer, ServerTlsTest::answer);
        })) {
            String backend = "tls: %s, send_proxy: v1, check: {type: http, interval: 50ms, rise: 1}".formatted(BY_NAME);
            proxied(
                    "http",
                    backend,
                    server,
                    "up",
                    address -> assertThat(get(address)).endsWith("OK"));
            assertThat(lines).contains("PROXY UNKNOWN\r\n").anyMatch(line -> line.startsWith("PROXY TCP4 127.0.0.1"));
        }
    }

    @Test
    void aCheckFindsWhoCannotShowWhoHeIsDown() throws Exception {
        try (ScriptedServer server = server(STRANGER.issue("EC", "a.example"), ServerTlsTest::answer)) {
            String check = "check: {interval: 50ms, rise: 1, fall: 1}";
            proxied("tcp", "tls: %s, %s".formatted(BY_NAME, check), server, "down", _ -> {});
            proxied("tcp", "tls: {verify: false}, " + check, server, "up", _ -> {});
        }
    }

    @Test
    void aBodyThatEndsWithTheConnectionEndsWithAWordOfTlsOrIsCut() throws Exception {
        try (ScriptedServer server = server(NAMED, (socket, peer) -> {
            String head = peer.readHead();
            peer.send(UNTIL_CLOSE);
            if (head.startsWith("GET /whole")) {
                socket.close();
            }
        })) {
            unchecked("http", BY_NAME, server, address -> {
                try (Peer client = Peer.connect(address)) {
                    assertThat(client.send("GET /whole HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                                    .readAll())
                            .endsWith("the body\r\n0\r\n\r\n");
                }
                try (Peer client = Peer.connect(address)) {
                    assertThat(client.send(GET).readUpToReset())
                            .contains("the body")
                            .doesNotEndWith("0\r\n\r\n");
                }
            });
        }
    }

    @Test
    void bytesPassInTcpModeAndOnlyAnAnnouncedEndIsOne() throws Exception {
        try (ScriptedServer server = server(NAMED, (socket, peer) -> {
            peer.send("220 hello\r\n");
            String asked = peer.readUntil("\r\n");
            peer.send(asked);
            if (asked.startsWith("end")) {
                socket.close();
            }
        })) {
            unchecked("tcp", BY_NAME, server, address -> {
                try (Peer client = Peer.connect(address)) {
                    assertThat(client.readUntil("\r\n")).isEqualTo("220 hello\r\n");
                    assertThat(client.send("end\r\n").readAll()).isEqualTo("end\r\n");
                }
                try (Peer client = Peer.connect(address)) {
                    assertThat(client.readUntil("\r\n")).isEqualTo("220 hello\r\n");
                    assertThatThrownBy(() ->
                                    client.send("cut\r\n".getBytes(ISO_8859_1)).readAll())
                            .isInstanceOf(SocketException.class);
                }
            });
        }
    }
}
