package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import dev.baton.lb.tls.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client resumes the TLS session that it had with a master on the node that has taken over, by its ticket. */
class TlsSessionsIT {

    private static final List<String> VERSIONS = List.of("tls1_3", "tls1_2");

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

    /** Of each version a hundred sessions, made with two keys: with the second one because a node has been restarted. */
    @Test
    void aSessionOutlivesTheNodeThatItWasMadeWith() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        for (String version : VERSIONS) {
            PairSupport.await(
                    "both nodes take each other's tickets of " + version,
                    PairSupport.PATIENCE,
                    () -> make(address(master), version, 0, 0) == 1 && resume(address(heir), version, 0, 0) == 1);
            assertThat(make(Pair.FLOATING_IP, version, 0, 49)).as(version).isEqualTo(50);
        }
        String before = keyOfTicket(0);
        heir.signal("TERM");
        heir.awaitStopped();
        heir.restart();
        pair.awaitWhole();
        PairSupport.await(
                "tickets of a new key, which the node that was restarted has made",
                PairSupport.PATIENCE,
                () -> make(Pair.FLOATING_IP, "tls1_2", 99, 99) == 1
                        && !keyOfTicket(99).equals(before));
        for (String version : VERSIONS) {
            assertThat(make(Pair.FLOATING_IP, version, 50, 99)).as(version).isEqualTo(50);
        }
        master.signal("KILL");
        pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);
        for (String version : VERSIONS) {
            assertThat(resume(Pair.FLOATING_IP, version, 0, 99)).as(version).isEqualTo(100);
        }
    }

    private static String address(BatonNode node) {
        return node.name().equals("lb1") ? "10.9.0.1" : "10.9.0.2";
    }

    /** The first bytes of a ticket name the key (RFC 5077, section 4). */
    private String keyOfTicket(int number) {
        String shown = pair.client()
                .exec(
                        "openssl",
                        "sess_id",
                        "-noout",
                        "-text",
                        "-in",
                        files.resolve("tls1_2-" + number).toString())
                .orThrow()
                .out();
        Matcher ticket = Pattern.compile("0000 - ((?:[0-9a-f]{2}[ -]){16})").matcher(shown);
        assertThat(ticket.find()).as(shown).isTrue();
        return ticket.group(1);
    }

    /** Makes sessions and keeps them under these numbers. Returns how many were made and answered. */
    private int make(String address, String version, int first, int last) {
        return handshakes(address, version, "-sess_out", first, last, "New, TLSv1");
    }

    /** Resumes them. Returns how many were resumed and answered. */
    private int resume(String address, String version, int first, int last) {
        return handshakes(address, version, "-sess_in", first, last, "Reused, TLSv1");
    }

    private int handshakes(String address, String version, String how, int first, int last, String seen) {
        // It takes the tickets that come after the handshake while it waits for the answer.
        String command = "for i in $(seq " + first + " " + last
                + "); do printf 'GET / HTTP/1.1\\r\\nHost: a.example\\r\\nConnection: close\\r\\n\\r\\n'"
                + " | timeout 10 openssl s_client -connect " + address + ":443 -servername a.example -ign_eof -"
                + version
                + " " + how + " " + files.resolve(version) + "-$i > " + files.resolve("said")
                + "; grep -q '" + seen + "' " + files.resolve("said") + " && grep -q '200 OK' " + files.resolve("said")
                + " && echo good; done";
        ExecResult result = pair.client().exec(Duration.ofSeconds(60), "sh", "-c", command);
        return (int) result.out().lines().filter("good"::equals).count();
    }
}
