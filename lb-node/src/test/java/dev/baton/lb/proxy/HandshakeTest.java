package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.proxy.access.AccessLogs;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import dev.baton.lb.traffic.Handshakes;
import dev.baton.lb.traffic.Handshakes.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators hear of handshakes, with both engines; the client is the JDK's. */
@ParameterizedClass
@EnumSource(Engine.class)
@ExtendWith(LeakWatch.class)
@SuppressWarnings("try") // clients go away in between
class HandshakeTest {

    private static final Issuer ROOT = Issuer.root("root");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

    @TempDir
    private static Path directory;

    private final Engine engine;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    HandshakeTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    static void issue() throws IOException {
        Issued issued = ROOT.issue("EC", "a.example");
        Path file = Files.writeString(directory.resolve("a.pem"), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private interface Talk {
        void with(InetSocketAddress address, Handshakes seen) throws Exception;
    }

    private void serve(String tls, String log, Talk talk) throws Exception {
        InetSocketAddress address = Proxied.freeAddress();
        try (ScriptedServer server = ScriptedServer.always(ANSWER)) {
            BatonConfig config = ConfigReader.parse(directory.resolve("f.yaml"), """
                    frontends:
                      - name: web
                        bind: "127.0.0.1:%d"
                        backend: app
                        tls: {certificates: a.pem, %s}
                        access_log: {format: %s}
                    backends: [{name: app, check: {interval: 50ms, rise: 1}, servers: [{name: a, address: "127.0.0.1:%d"}]}]
                    """.formatted(
                            address.getPort(), tls, log, server.address().getPort()));
            FrontendConfig web = config.frontends().getFirst();
            try (DataPath path =
                    DataPath.start(config.frontends(), config.backends(), new AccessLogs(written), engine)) {
                Await.until(
                        () -> path.backends()
                                .getFirst()
                                .servers()
                                .getFirst()
                                .state()
                                .equals("up"),
                        "the server up");
                talk.with(address, path.traffic(web).handshakes());
            }
        }
    }

    /** @param versions that the client speaks; none for those that it does by itself */
    private static void ask(SSLContext context, InetSocketAddress to, String... versions) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", to.getPort())) {
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("a.example")));
            if (versions.length > 0) {
                parameters.setProtocols(versions);
            }
            socket.setSSLParameters(parameters);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(ANSWER.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(ANSWER);
        }
    }

    private List<String> lines(int count) {
        Await.until(() -> written.toString(StandardCharsets.UTF_8).lines().count() >= count, count + " lines");
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatIsNewAndWhatIsResumedIsCountedAndWrittenDown() throws Exception {
        serve("min_version: 1.2", "json", (address, seen) -> {
            SSLContext client = ROOT.believer();
            ask(client, address, "TLSv1.2");
            ask(client, address, "TLSv1.2");
            ask(ROOT.believer(), address, "TLSv1.3");
            assertThat(seen.full()).isEqualTo(2);
            assertThat(seen.resumed()).isEqualTo(1);
            assertThat(seen.times().nanos()).isPositive();
            List<String> lines = lines(3);
            JsonNode first = new ObjectMapper().readTree(lines.get(0));
            assertThat(first.path("tls").asText()).isEqualTo("TLSv1.2");
            assertThat(first.path("cipher").asText()).startsWith("TLS_ECDHE_ECDSA_WITH_");
            assertThat(first.path("sni").asText()).isEqualTo("a.example");
            assertThat(first.path("resumed").asBoolean(true)).isFalse();
            assertThat(new ObjectMapper().readTree(lines.get(1)).path("resumed").asBoolean(false))
                    .isTrue();
            assertThat(new ObjectMapper().readTree(lines.get(2)).path("tls").asText())
                    .isEqualTo("TLSv1.3");
        });
    }

    @Test
    void aLineEndsWithWhatTlsHasToldOf() throws Exception {
        serve("min_version: 1.3", "line", (address, _) -> {
            ask(ROOT.believer(), address);
            assertThat(lines(1).getFirst())
                    .matches(".* \"GET / HTTP/1\\.1\" a\\.example/TLSv1\\.3/TLS_AES_[A-Z0-9_]+/full");
        });
    }

    /** They send their first message, and nothing more. */
    private static Socket halfway(InetSocketAddress to) throws Exception {
        SSLEngine engine = ROOT.believer().createSSLEngine("a.example", to.getPort());
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        Socket socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(hello.array(), 0, hello.position());
        assertThat(socket.getInputStream().read()).as("a record of a handshake").isEqualTo(22);
        return socket;
    }

    @Test
    void forOneMoreTheOldestHasToGo() throws Exception {
        serve("max_handshakes: 2", "line", (address, seen) -> {
            try (Socket oldest = halfway(address);
                    Socket second = halfway(address)) {
                ask(ROOT.believer(), address);
                oldest.getInputStream().readAllBytes();
                assertThat(seen.of(Failure.CROWDED)).isEqualTo(1);
                second.close();
                Await.until(() -> seen.of(Failure.ABANDONED) == 1, "the other one gone by itself");
                assertThat(seen.of(Failure.CROWDED)).isEqualTo(1);
            }
        });
    }

    @Test
    void whoDoesNotGetThroughIsCountedByTheReason() throws Exception {
        serve("min_version: 1.3, handshake_timeout: 200ms", "line", (address, seen) -> {
            assertThatThrownBy(() -> ask(ROOT.believer(), address, "TLSv1.2")).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> ask(Issuer.root("another").believer(), address))
                    .isInstanceOf(SSLException.class);
            try (Socket alien = new Socket(address.getAddress(), address.getPort())) {
                alien.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                alien.getInputStream().readAllBytes();
            }
            try (Socket silent = new Socket(address.getAddress(), address.getPort())) {
                silent.getOutputStream().write(22);
                silent.getInputStream().readAllBytes();
            }
            for (Failure why : List.of(Failure.VERSION, Failure.ALERT, Failure.NOT_TLS, Failure.TIMEOUT)) {
                Await.until(() -> seen.of(why) == 1, "one refused: " + why);
            }
        });
    }
}
