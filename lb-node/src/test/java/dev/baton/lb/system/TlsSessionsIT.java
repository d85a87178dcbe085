package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.Pair;
import dev.baton.lb.tls.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client resumes the TLS session that it had with a master on the node that has taken over, by its ticket. */
class TlsSessionsIT {

    @TempDir
    private Path files;

    @AutoClose
    private Pair pair;

    @BeforeEach
    void raise() throws IOException {
        PairSupport.requireLab();
        Issuer.Issued issued = Issuer.root("root").issue("EC", "a.example");
        Path pem = write("a.pem", issued.pem() + issued.keyPem());
        // Keys are told only where nobody else can read them.
        Path secret = write("cluster.key", "a secret of the test that is long enough\n");
        pair = Pair.raise(Pair.CONFIG
                .replace("insecure: true", "secret_file: " + secret)
                .replace(
                        "frontends:\n",
                        "frontends:\n  - {name: tls, bind: \":443\", backend: app, tls: {certificates: " + pem
                                + "}}\n"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(files.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @Test
    void aSessionOutlivesTheNodeThatItWasMadeWith() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        for (String version : new String[] {"tls1_3", "tls1_2"}) {
            String session = files.resolve(version).toString();
            PairSupport.await(
                    "both nodes take each other's tickets of " + version,
                    PairSupport.PATIENCE,
                    () -> handshake(address(master), version, "-sess_out " + session)
                                    .contains("New, TLSv1")
                            && handshake(address(heir), version, "-sess_in " + session)
                                    .contains("Reused, TLSv1"));
            assertThat(handshake(Pair.FLOATING_IP, version, "-sess_out " + session))
                    .contains("New, TLSv1", "200 OK");
        }
        master.signal("KILL");
        pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);
        for (String version : new String[] {"tls1_3", "tls1_2"}) {
            assertThat(handshake(Pair.FLOATING_IP, version, "-sess_in " + files.resolve(version)))
                    .contains("Reused, TLSv1", "200 OK");
        }

        // What the new master makes from now on is good on the old one, once that is back.
        String later = files.resolve("later").toString();
        handshake(Pair.FLOATING_IP, "tls1_3", "-sess_out " + later);
        master.restart();
        pair.awaitWhole();
        PairSupport.await(
                "a node that has been restarted takes tickets made before",
                PairSupport.PATIENCE,
                () -> handshake(address(master), "tls1_3", "-sess_in " + later).contains("Reused, TLSv1"));
    }

    private static String address(BatonNode node) {
        return node.name().equals("lb1") ? "10.9.0.1" : "10.9.0.2";
    }

    private String handshake(String address, String version, String how) {
        // It takes the tickets that come after the handshake while it waits for the answer.
        String command = "printf 'GET / HTTP/1.1\\r\\nHost: a.example\\r\\nConnection: close\\r\\n\\r\\n'"
                + " | openssl s_client -connect " + address + ":443 -servername a.example -ign_eof -" + version + " "
                + how;
        return pair.client().exec(Duration.ofSeconds(10), "sh", "-c", command).out();
    }
}
