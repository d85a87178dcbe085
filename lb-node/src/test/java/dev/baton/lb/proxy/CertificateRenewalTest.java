package dev.baton.lb.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.tls.Identity;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates whose files change while they are served. */
class CertificateRenewalTest {

    private static final Issuer ROOT = Issuer.root("root");
    private static final Issuer BETWEEN = ROOT.intermediate("between");

    private final Issued first = BETWEEN.issue("EC", "a.example");

    @TempDir
    private Path directory;

    private DataPath path;

    @BeforeEach
    void serve() throws Exception {
        write(first.pem() + BETWEEN.pem() + first.keyPem());
        InetSocketAddress address = Proxied.freeAddress();
        BatonConfig config = ConfigReader.parse(directory.resolve("f.yaml"), """
                frontends: [{name: web, bind: "127.0.0.1:%d", backend: app, tls: {certificates: a.pem}}]
                backends: [{name: app, servers: [{name: a, address: "127.0.0.1:1"}]}]
                """.formatted(address.getPort()));
        path = DataPath.start(config.frontends(), config.backends(), Proxied.noLogs(), Engine.detect());
        look();
    }

    @AfterEach
    void stop() {
        path.close();
    }

    private void write(String text) throws IOException {
        // Another file each time, as those who issue certificates do it.
        Path fresh = Files.writeString(directory.resolve("a.new"), text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.deleteIfExists(directory.resolve("a.pem"));
        Files.move(fresh, directory.resolve("a.pem"));
    }

    /** The second look finds that nobody writes any more. */
    private CertificateStatus look() {
        path.renewCertificates();
        path.renewCertificates();
        return path.certificates().getFirst();
    }

    private static Object served(CertificateStatus status) {
        return status.certificates().identities().stream()
                .map(Identity::certificate)
                .toList();
    }

    @Test
    void aGoodOneIsServedAtOnce() throws Exception {
        Issued next = BETWEEN.issue("RSA", "a.example", "b.example");
        write(next.pem() + BETWEEN.pem() + next.keyPem());
        CertificateStatus status = look();
        assertThat(served(status)).isEqualTo(List.of(next.certificate()));
        assertThat(status.problem()).isEmpty();
    }

    @Test
    void oneLookIsNotEnough() throws Exception {
        Issued next = BETWEEN.issue("EC", "a.example");
        write(next.pem() + BETWEEN.pem() + next.keyPem());
        path.renewCertificates();
        assertThat(served(path.certificates().getFirst())).isEqualTo(List.of(first.certificate()));
    }

    @Test
    void eachBadOneIsToldOfAndChangesNothing() throws Exception {
        Instant now = Instant.now();
        Issued next = BETWEEN.issue("EC", "a.example");
        Issued expired = ROOT.issue("EC", now.minus(9, ChronoUnit.DAYS), now.minus(2, ChronoUnit.DAYS), "a.example");
        Issued early = ROOT.issue("EC", now.plus(2, ChronoUnit.DAYS), now.plus(9, ChronoUnit.DAYS), "a.example");
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("there is no private key", next.pem() + BETWEEN.pem());
        bad.put("is not that of the certificate", next.pem() + BETWEEN.pem() + first.keyPem());
        bad.put("the key is encrypted", next.pem() + Issuer.pem("ENCRYPTED PRIVATE KEY", new byte[9]));
        bad.put("expired on", expired.pem() + expired.keyPem());
        bad.put("is not valid before", early.pem() + early.keyPem());
        bad.put("broken PEM", next.pem().substring(99));
        bad.put("the chain is broken", next.pem() + ROOT.pem() + next.keyPem());
        for (var each : bad.entrySet()) {
            write(each.getValue());
            CertificateStatus status = look();
            assertThat(status.problem()).contains("a.pem: ", each.getKey(), "goes on with what it had");
            assertThat(served(status)).as(each.getKey()).isEqualTo(List.of(first.certificate()));
        }
        Files.delete(directory.resolve("a.pem"));
        assertThat(look().problem()).contains("there is no such file");
        write(next.pem() + BETWEEN.pem() + next.keyPem());
        assertThat(look().problem()).isEmpty();
    }
}
