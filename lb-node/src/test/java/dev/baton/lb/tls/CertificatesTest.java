package dev.baton.lb.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {

    private static final Issuer ROOT = Issuer.root("root");
    private static final Issuer INTERMEDIATE = ROOT.intermediate("intermediate");
    private static final Issued SHOP = INTERMEDIATE.issue("EC", "shop.example", "*.shop.example");

    @TempDir
    private Path directory;

    private Path write(String name, String... parts) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("", parts));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        return file;
    }

    private static Identity only(Path... entries) throws BadCertificateException {
        Certificates certificates = Certificates.read(List.of(entries));
        assertThat(certificates.warnings()).isEmpty();
        assertThat(certificates.identities()).hasSize(1);
        return certificates.identities().getFirst();
    }

    private static void refused(Path entry, String... words) {
        assertThatThrownBy(() -> Certificates.read(List.of(entry)))
                .isInstanceOf(BadCertificateException.class)
                .message()
                .startsWith(entry.toString())
                .contains(words);
    }

    @Test
    void oneFileHoldsAll() throws Exception {
        Identity identity = only(write("shop.pem", SHOP.pem(), INTERMEDIATE.pem(), SHOP.keyPem()));

        assertThat(identity.chain()).containsExactly(SHOP.certificate(), INTERMEDIATE.certificate());
        assertThat(identity.names()).containsExactly("shop.example", "*.shop.example");
        assertThat(identity.isEcdsa()).isTrue();
        assertThat(identity.daysLeft(Instant.now())).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.pem.key", "shop.key"})
    void theKeyIsBesideIt(String key) throws Exception {
        write(key, SHOP.keyPem());
        assertThat(only(write("shop.pem", SHOP.pem(), INTERMEDIATE.pem())).key())
                .isEqualTo(SHOP.key());
    }

    @Test
    void asCertbotWritesThem() throws Exception {
        Issued other = INTERMEDIATE.issue("RSA", "other.example");
        write("live/README", "no PEM");
        for (var each : Map.of("shop.example", SHOP, "other.example", other).entrySet()) {
            String name = "live/" + each.getKey();
            write(name + "/fullchain.pem", each.getValue().pem(), INTERMEDIATE.pem());
            write(name + "/cert.pem", each.getValue().pem());
            write(name + "/chain.pem", INTERMEDIATE.pem());
            write(name + "/privkey.pem", each.getValue().keyPem());
        }
        assertThat(only(directory.resolve("live/shop.example")).key()).isEqualTo(SHOP.key());
        assertThat(Certificates.read(List.of(directory.resolve("live"))).identities())
                .extracting(Identity::title)
                .containsExactly("other.example", "shop.example");
    }

    @Test
    void aDirectoryOfPairs() throws Exception {
        write("all/shop.crt", SHOP.pem(), INTERMEDIATE.pem());
        write("all/shop.key", SHOP.keyPem());
        Issued other = INTERMEDIATE.issue("EC", "other.example");
        write("all/other.pem", other.pem(), INTERMEDIATE.pem(), other.keyPem());
        write("all/key-of-nothing.pem", other.keyPem());
        assertThat(Certificates.read(List.of(directory.resolve("all"))).identities())
                .extracting(Identity::title)
                .containsExactly("other.example", "shop.example");
    }

    /** PKCS #8 holds the older form in the octet string at its end. */
    @Test
    void anOldRsaKey() throws Exception {
        Issued old = INTERMEDIATE.issue("RSA", "old.example");
        byte[] pkcs8 = old.key().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        Path file = write("old.pem", Issuer.pem("RSA PRIVATE KEY", pkcs1), old.pem(), INTERMEDIATE.pem());
        assertThat(only(file).key()).isEqualTo(old.key());
    }

    /** As openssl ecparam -genkey writes it, the parameters before it included. */
    @Test
    void anOldEcKey() throws Exception {
        byte[] curve = {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
        byte[] number = ((ECPrivateKey) SHOP.key()).getS().toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        byte[] sec1 = Issuer.der(0x30, new byte[] {2, 1, 1}, Issuer.der(4, fixed), Issuer.der(0xa0, curve));
        Path file = write(
                "shop.pem",
                Issuer.pem("EC PARAMETERS", curve),
                Issuer.pem("EC PRIVATE KEY", sec1),
                SHOP.pem(),
                INTERMEDIATE.pem());
        assertThat(((ECPrivateKey) only(file).key()).getS()).isEqualTo(((ECPrivateKey) SHOP.key()).getS());
    }

    @Test
    void aChainOutOfOrderIsRepaired() throws Exception {
        Path file = write("shop.pem", ROOT.pem(), INTERMEDIATE.pem(), SHOP.pem(), SHOP.keyPem());
        Certificates certificates = Certificates.read(List.of(file));
        assertThat(certificates.identities().getFirst().chain())
                .containsExactly(SHOP.certificate(), INTERMEDIATE.certificate(), ROOT.certificate());
        assertThat(certificates.warnings())
                .containsExactly(file + ": the chain is out of order; it is served in the right order");
    }

    @Test
    void aChainWithAGap() throws Exception {
        refused(
                write("shop.pem", SHOP.pem(), ROOT.pem(), SHOP.keyPem()),
                "the chain is broken",
                "\"CN=shop.example\" is \"CN=intermediate\"",
                "\"CN=root\"",
                "fullchain");
    }

    @Test
    void noKey() throws Exception {
        Path file = write("shop.pem", SHOP.pem(), INTERMEDIATE.pem());
        refused(file, "there is no private key in it", "shop.pem.key or ", "shop.key");
    }

    @Test
    void aKeyAlone() throws Exception {
        refused(write("shop.pem", SHOP.keyPem()), "no certificate", "only a key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void theKeyOfAnother(String algorithm) throws Exception {
        Issued other = INTERMEDIATE.issue(algorithm, "other.example");
        refused(
                write("shop.pem", SHOP.pem(), INTERMEDIATE.pem(), other.keyPem()),
                "the key in it is not that of the certificate of \"CN=shop.example\"");
    }

    @Test
    void anEncryptedKey() throws Exception {
        Path newer = write("a.pem", SHOP.pem(), Issuer.pem("ENCRYPTED PRIVATE KEY", new byte[8]));
        refused(newer, "the key is encrypted", "openssl pkey");
        Path older = write(
                "b.pem",
                SHOP.pem(),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        refused(older, "the key is encrypted");
    }

    @Test
    void brokenPem() throws Exception {
        String pem = SHOP.pem();
        refused(write("a.pem", pem.substring(0, pem.length() / 2)), "broken PEM, line 1", "has no end");
        refused(write("b.pem", "# mine\n" + pem.replace("MII", "M*I")), "broken PEM, line 2", "no base 64");
        refused(write("c.pem", Issuer.pem("CERTIFICATE", new byte[99])), "broken PEM, line 1", "no certificate");
        refused(write("d.pem", SHOP.pem(), Issuer.pem("PRIVATE KEY", new byte[99])), "neither an RSA nor an ECDSA key");
    }

    @Test
    void aFileThatIsNotThere() {
        refused(directory.resolve("none.pem"), "there is no such file");
    }

    @Test
    void anEmptyDirectory() throws Exception {
        refused(Files.createDirectory(directory.resolve("empty")), "no certificate in this directory");
    }

    @Test
    void aKeyThatEverybodyCanRead() throws Exception {
        Path file = write("shop.pem", SHOP.pem(), SHOP.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        refused(file, "can be read by everybody", "chmod o=");
    }

    @Test
    void datesAreComplainedAbout() throws Exception {
        Instant now = Instant.now();
        Issued expired = ROOT.issue("EC", now.minus(9, ChronoUnit.DAYS), now.minus(2, ChronoUnit.DAYS), "a.example");
        Issued early = ROOT.issue("EC", now.plus(2, ChronoUnit.DAYS), now.plus(9, ChronoUnit.DAYS), "b.example");
        Certificates certificates = Certificates.read(
                List.of(write("a.pem", expired.pem(), expired.keyPem()), write("b.pem", early.pem(), early.keyPem())));
        assertThat(certificates.complaints(now))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).contains("a.pem", "a.example expired on "),
                        second -> assertThat(second).contains("b.pem", "b.example is not valid before "));
        assertThat(certificates.identities().getFirst().daysLeft(now)).isEqualTo(-3);
    }
}
