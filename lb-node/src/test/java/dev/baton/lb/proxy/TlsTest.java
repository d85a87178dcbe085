package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Frontends that end TLS, with both engines; the client is the JDK's. */
@ParameterizedClass
@EnumSource(Engine.class)
@ExtendWith(LeakWatch.class)
class TlsTest {

    private static final Issuer ROOT = Issuer.root("root");
    private static final Issuer RSA_ROOT = Issuer.root("rsa root", "RSA");
    private static final Issuer CLIENTS = Issuer.root("clients");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";
    private static final String REQUEST = """
            GET / HTTP/1.1\r
            Host: a.example\r
            X-User: forged\r
            x-user: again\r
            Connection: close\r
            \r
            """;

    @TempDir
    private static Path directory;

    private final Engine engine;

    TlsTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    static void issue() throws IOException {
        write("a-ec.pem", ROOT.issue("EC", "a.example"));
        write("a-rsa.pem", RSA_ROOT.issue("RSA", "a.example"));
        write("b.pem", ROOT.issue("EC", "b.example", "*.b.example"));
        Files.writeString(directory.resolve("clients.pem"), CLIENTS.pem());
    }

    private static void write(String name, Issued issued) throws IOException {
        Path file = Files.writeString(directory.resolve(name), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** @param tls keys beside the certificates */
    private DataPath start(InetSocketAddress address, String mode, String tls, ScriptedServer server) throws Exception {
        return start(address, mode, tls, "", server);
    }

    /** @param backend keys of the backend */
    private DataPath start(InetSocketAddress address, String mode, String tls, String backend, ScriptedServer server)
            throws Exception {
        BatonConfig config = ConfigReader.parse(directory.resolve("f.yaml"), """
                frontends:
                  - name: web
                    bind: "127.0.0.1:%d"
                    mode: %s
                    backend: app
                    tls: {certificates: [a-ec.pem, a-rsa.pem, b.pem], %s}
                backends: [{name: app, %scheck: {interval: 50ms, rise: 1, send_proxy: none}, servers: [{name: a, address: "127.0.0.1:%d"}]}]
                """.formatted(
                        address.getPort(), mode, tls, backend, server.address().getPort()));
        DataPath path = DataPath.start(config.frontends(), config.backends(), Proxied.noLogs(), engine);
        Await.until(
                () -> path.backends().getFirst().servers().getFirst().state().equals("up"), "the server up");
        return path;
    }

    private interface Talk {
        void with(InetSocketAddress address) throws Exception;
    }

    private void http(String tls, Talk talk) throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    while (!peer.readHead().isEmpty()) {
                        peer.send(ANSWER);
                    }
                });
                DataPath _ = start(address, "http", tls, server)) {
            talk.with(address);
        }
    }

    private static SSLSocket connect(InetSocketAddress to, String name, Consumer<SSLSocket> how, Issued... shown)
            throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", ROOT.certificate());
        trusted.setCertificateEntry("rsa", RSA_ROOT.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(Arrays.stream(shown).map(Showing::new).toArray(KeyManager[]::new), trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort());
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        how.accept(socket);
        socket.startHandshake();
        return socket;
    }

    /** Shows a certificate also to those who do not know its authority. */
    private record Showing(Issued issued) implements X509KeyManager {

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {issued.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return issued.key();
        }
    }

    private static SSLSocket connect(InetSocketAddress to, String name) throws Exception {
        return connect(to, name, _ -> {});
    }

    private static String shown(SSLSocket socket) throws Exception {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName() + " "
                + certificate.getPublicKey().getAlgorithm();
    }

    @Test
    void theNameDecidesWhatIsShown() throws Exception {
        http("strict_sni: false", address -> {
            for (String[] each : new String[][] {
                {"a.example", "CN=a.example EC"},
                {"b.example", "CN=b.example EC"},
                {"x.b.example", "CN=b.example EC"},
                {"elsewhere.example", "CN=a.example EC"},
                {"", "CN=a.example EC"}
            }) {
                try (SSLSocket socket = connect(address, each[0])) {
                    assertThat(shown(socket)).as(each[0]).isEqualTo(each[1]);
                }
            }
        });
    }

    @Test
    void whoKnowsNoEcdsaIsShownRsa() throws Exception {
        http("strict_sni: false", address -> {
            Consumer<SSLSocket> rsa = socket -> {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setSignatureSchemes(
                        new String[] {"rsa_pss_rsae_sha256", "rsa_pkcs1_sha256", "rsa_pkcs1_sha384"});
                socket.setSSLParameters(parameters);
            };
            try (SSLSocket socket = connect(address, "a.example", rsa)) {
                assertThat(shown(socket)).isEqualTo("CN=a.example RSA");
            }
        });
    }

    /** With TLS 1.2 the suite names the kind of key, and the curves are those of certificates as well. */
    @Test
    void whoseSuitesOrCurvesRuleEcdsaOutIsShownRsa() throws Exception {
        String both = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        http("ciphers: [" + both + "]", address -> {
            for (Consumer<SSLParameters> each : List.<Consumer<SSLParameters>>of(
                    old -> old.setCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}),
                    old -> old.setCipherSuites(new String[] {
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
                    }),
                    old -> old.setNamedGroups(new String[] {"secp384r1"}))) {
                try (SSLSocket socket = connect(address, "a.example", old(each))) {
                    assertThat(shown(socket)).isEqualTo("CN=a.example RSA");
                }
            }
            try (SSLSocket socket = connect(address, "a.example", old(_ -> {}))) {
                assertThat(shown(socket)).isEqualTo("CN=a.example EC");
            }
        });
    }

    private static Consumer<SSLSocket> old(Consumer<SSLParameters> how) {
        return socket -> {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            how.accept(parameters);
            socket.setSSLParameters(parameters);
        };
    }

    @Test
    void strictSniSendsStrangersAway() throws Exception {
        http("strict_sni: true", address -> {
            assertThatThrownBy(() -> connect(address, "elsewhere.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
            assertThatThrownBy(() -> connect(address, "")).isInstanceOf(SSLException.class);
            connect(address, "b.example").close();
        });
    }

    @Test
    void bothVersionsAreSpokenAndTheOldestCanBeRaised() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            Consumer<SSLSocket> only = socket -> socket.setEnabledProtocols(new String[] {version});
            http("min_version: 1.2", address -> {
                try (SSLSocket socket = connect(address, "a.example", only)) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(ask(socket, REQUEST)).startsWith("HTTP/1.1 200 OK");
                }
            });
        }
        http(
                "min_version: 1.3",
                address -> assertThatThrownBy(() -> connect(
                                address, "a.example", socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"})))
                        .isInstanceOf(SSLException.class));
    }

    @Test
    void onlyTheCiphersThatAreAskedFor() throws Exception {
        http("ciphers: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", address -> {
            try (SSLSocket socket =
                    connect(address, "a.example", each -> each.setEnabledProtocols(new String[] {"TLSv1.2"}))) {
                assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
            }
        });
    }

    private static String ask(Socket socket, String request) throws IOException {
        Peer peer = new Peer(socket);
        String head = peer.send(request).readHead();
        return head + peer.read(2);
    }

    @Test
    void serversHearOfTlsAndOfTheClientsCertificateAndOfNothingForged() throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    String head = peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\nConnection: close\r\n\r\n"
                            + head);
                });
                DataPath _ = start(
                        address,
                        "http",
                        "client_auth: {mode: optional, ca: clients.pem, headers: {X-User: subject, X-Print: fingerprint}}",
                        server)) {
            try (SSLSocket socket = connect(address, "a.example", _ -> {}, CLIENTS.issue("EC", "alice"))) {
                assertThat(new Peer(socket).send(REQUEST).readAll())
                        .contains("X-Forwarded-Proto: https\r\n", "X-User: CN=alice\r\n")
                        .containsPattern("X-Print: [0-9A-F]{64}\r\n")
                        .doesNotContain("forged", "again");
            }
            try (SSLSocket socket = connect(address, "a.example")) {
                assertThat(new Peer(socket).send(REQUEST).readAll()).doesNotContainIgnoringCase("x-user");
            }
        }
    }

    @Test
    void whoNeedsACertificateAndShowsNoneOrAStrangersIsSentAway() throws Exception {
        http("client_auth: {mode: required, ca: clients.pem}", address -> {
            assertThatThrownBy(() -> ask(connect(address, "a.example"), REQUEST))
                    .isInstanceOf(IOException.class);
            Issued stranger = ROOT.issue("EC", "mallory");
            assertThatThrownBy(() -> ask(connect(address, "a.example", _ -> {}, stranger), REQUEST))
                    .isInstanceOf(IOException.class);
            try (SSLSocket socket = connect(address, "a.example", _ -> {}, CLIENTS.issue("EC", "alice"))) {
                assertThat(ask(socket, REQUEST)).startsWith("HTTP/1.1 200 OK");
            }
        });
    }

    /** RFC 8446, section 6.2; the JDK's engine calls all of them unknown certificates. */
    @Test
    void whoShowsAStrangersCertificateHearsThatItsAuthorityIsNotKnown() throws Exception {
        Issued stranger = ROOT.issue("EC", "mallory");
        String alert = engine == Engine.JDK ? "certificate_unknown" : "unknown_ca";
        for (String mode : List.of("optional", "required")) {
            http("client_auth: {mode: " + mode + ", ca: clients.pem}", address -> {
                try (SSLSocket socket = connect(address, "a.example", _ -> {}, stranger)) {
                    assertThatThrownBy(() -> socket.getInputStream().read())
                            .as(mode)
                            .isInstanceOf(SSLException.class)
                            .hasMessageContaining(alert);
                }
            });
        }
    }

    @Test
    void aProxyHeaderTellsOfTls() throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    String told = peer.readUntil("TLS_AES_256_GCM_SHA384");
                    peer.send(told.contains("TLSv1.3") && told.contains("a.example") ? "told" : "lost");
                });
                DataPath _ = start(address, "tcp", "strict_sni: false", "send_proxy: v2, ", server);
                SSLSocket socket = connect(address, "a.example", TlsTest::largestCipher)) {
            assertThat(new Peer(socket).read(4)).isEqualTo("told");
        }
    }

    private static void largestCipher(SSLSocket socket) {
        socket.setEnabledCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"});
    }

    @Test
    void whoSpeaksHttpInClearIsTold() throws Exception {
        http("strict_sni: false", address -> {
            try (Peer peer = Peer.connect(address)) {
                assertThat(peer.send(REQUEST).readAll())
                        .startsWith("HTTP/1.1 400 ")
                        .contains("this port speaks TLS");
            }
        });
    }

    @Test
    void aHandshakeThatDoesNotEndIsCut() throws Exception {
        http("handshake_timeout: 200ms", address -> {
            try (Peer peer = Peer.connect(address)) {
                assertThat(peer.send(new byte[] {22, 3, 1, 0, 100, 1}).read()).isEqualTo(-1);
            }
        });
    }

    /** Both directions of a megabyte, larger than what either side holds at once. */
    @Test
    void bytesPassInTcpModeAndTheEndIsPassedOn() throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        byte[] much = new byte[3 << 20];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) (i * 31);
        }
        try (ScriptedServer server = new ScriptedServer((peer, _) -> {
                    byte[] all = peer.readBytes(much.length);
                    peer.send(all);
                    peer.end();
                });
                DataPath _ = start(address, "tcp", "strict_sni: false", server);
                SSLSocket socket = connect(address, "b.example")) {
            Thread sending = Thread.ofVirtual().start(() -> send(socket, much));
            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
            assertThat(socket.getInputStream().read())
                    .as("an end, and no error")
                    .isEqualTo(-1);
            sending.join();
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
