package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of the answers of authorities that lie beside certificates; the client is the JDK's, which asks for them. */
@ExtendWith(LeakWatch.class)
class StaplingTest {

    private static final Issuer ROOT = Issuer.root("root");
    private static final Issuer INTERMEDIATE = ROOT.intermediate("intermediate");
    private static final Issued SHOP = INTERMEDIATE.issue("EC", "a.example");
    private final Instant now = Instant.now();

    @TempDir
    private Path directory;

    private interface Talk {
        void with(DataPath path, InetSocketAddress address) throws Exception;
    }

    private void serve(Talk talk) throws Exception {
        Path pem = Files.writeString(directory.resolve("a.pem"), SHOP.pem() + INTERMEDIATE.pem() + SHOP.keyPem());
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-------"));
        InetSocketAddress address = Proxied.freeAddress();
        BatonConfig config = ConfigReader.parse(directory.resolve("f.yaml"), """
                frontends: [{name: web, bind: "127.0.0.1:%d", backend: app, tls: {certificates: a.pem}}]
                backends: [{name: app, servers: [{name: a, address: "127.0.0.1:9"}]}]
                """.formatted(address.getPort()));
        try (DataPath path =
                DataPath.start(config.frontends(), config.backends(), Proxied.noLogs(), Engine.BORINGSSL)) {
            talk.with(path, address);
        }
    }

    private static List<byte[]> shown(InetSocketAddress address, String version) throws IOException {
        SSLContext context = ROOT.believer();
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return ((ExtendedSSLSession) socket.getSession()).getStatusResponses();
        }
    }

    private void write(byte[] response) throws IOException {
        Path fresh = Files.write(directory.resolve("a.new"), response);
        Files.move(fresh, directory.resolve("a.pem.ocsp"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** As the node does every second. */
    private static void look(DataPath path) {
        path.renewCertificates();
        path.renewCertificates();
    }

    private byte[] good() {
        return INTERMEDIATE.ocsp(SHOP, false, now.minusSeconds(60), now.plus(Duration.ofDays(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whatLiesBesideACertificateIsShownWithIt(String version) throws Exception {
        byte[] response = good();
        write(response);
        serve((_, address) -> assertThat(shown(address, version)).containsExactly(response));
    }

    @Test
    void whereThereIsNoneNothingIsShownUntilThereIsOne() throws Exception {
        serve((path, address) -> {
            assertThat(shown(address, "TLSv1.3")).isEmpty();
            byte[] response = good();
            write(response);
            look(path);
            assertThat(shown(address, "TLSv1.3")).containsExactly(response);
            Files.delete(directory.resolve("a.pem.ocsp"));
            look(path);
            assertThat(shown(address, "TLSv1.3")).isEmpty();
            assertThat(path.certificates().getFirst().problem()).isEmpty();
        });
    }

    @Test
    void whatClientsWouldNotBelieveIsNotShownAndIsAProblem() throws Exception {
        Issued other = INTERMEDIATE.issue("EC", "a.example");
        serve((path, address) -> {
            refused(
                    path,
                    address,
                    "revoked",
                    INTERMEDIATE.ocsp(SHOP, true, now.minusSeconds(60), now.plusSeconds(3600)));
            refused(
                    path,
                    address,
                    "out-of-date",
                    INTERMEDIATE.ocsp(SHOP, false, now.minusSeconds(90_000), now.minusSeconds(80_000)));
            refused(
                    path,
                    address,
                    "no answer that clients believe",
                    INTERMEDIATE.ocsp(other, false, now.minusSeconds(60), now.plusSeconds(3600)));
            refused(
                    path,
                    address,
                    "no answer that clients believe",
                    ROOT.ocsp(SHOP, false, now.minusSeconds(60), now.plusSeconds(3600)));
            refused(path, address, "no answer that clients believe", new byte[] {1, 2, 3});
            refused(path, address, "longer than", new byte[1 << 16]);
            write(good());
            look(path);
            assertThat(path.certificates().getFirst().problem()).isEmpty();
            assertThat(shown(address, "TLSv1.3")).hasSize(1);
        });
    }

    private void refused(DataPath path, InetSocketAddress address, String why, byte[] response) throws IOException {
        write(response);
        look(path);
        assertThat(path.certificates().getFirst().problem()).contains("a.pem.ocsp: ", why);
        assertThat(shown(address, "TLSv1.3")).as(why).isEmpty();
    }

    @Test
    void whatGrowsTooOldIsShownNoLongerAlthoughNobodyTouchesIt() throws Exception {
        write(good());
        serve((path, address) -> {
            assertThat(shown(address, "TLSv1.3")).hasSize(1);
            path.renewCertificates(now.plus(Duration.ofDays(4)));
            assertThat(shown(address, "TLSv1.3")).isEmpty();
            assertThat(path.certificates().getFirst().problem()).contains("out-of-date");
        });
    }
}
