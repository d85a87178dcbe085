package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.Nginx;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS of the whole program, with BoringSSL on one node and the JDK's engine on the other, towards curl and openssl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {

    private static final String BATON = """
            frontends:
              - {name: web, bind: ":443", backend: app, tls: {certificates: all}, hsts: max-age=31536000}
              - {name: raw, bind: ":444", mode: tcp, backend: app, tls: {certificates: all/a.pem}}
              - {name: clear, bind: ":80", backend: app, redirect_to_https: true}
            backends:
              - {name: app, check: {rise: 1}, servers: [{name: a, address: "10.9.0.20:8000"}]}
            """;

    /** By the address of the node. */
    private static final String BORINGSSL = "10.9.0.1";

    private static final String JDK = "10.9.0.2";

    private Lab lab;
    private Host client;
    private BatonNode node;
    private Issuer root;

    @BeforeAll
    void raise() throws IOException {
        PairSupport.requireLab();
        lab = Lab.create();
        client = lab.host("client", "10.9.0.9/24");
        Nginx.start(lab, lab.host("web", "10.9.0.20/24"), 8000);
        root = Issuer.root("root");
        Files.writeString(lab.directory().resolve("root.pem"), root.pem());
        Files.createDirectory(lab.directory().resolve("all"));
        write("a.pem", root.issue("EC", "a.example"));
        write("b.pem", root.issue("RSA", "*.b.example"));
        Path config = Files.writeString(lab.directory().resolve("baton.yaml"), BATON);
        node = BatonNode.start(lab, lab.host("lb1", BORINGSSL + "/24"), config).awaitReady();
        BatonNode.start(
                        lab,
                        lab.host("lb2", JDK + "/24"),
                        config,
                        Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.handler.ssl.noOpenSsl=true"))
                .awaitReady();
    }

    private void write(String name, Issued issued) throws IOException {
        Path file = Files.writeString(lab.directory().resolve("all").resolve(name), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null when the lab could not be raised
    void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    private ExecResult curl(String node, String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "10"));
        command.addAll(List.of("--cacert", lab.directory().resolve("root.pem").toString()));
        command.addAll(List.of("--connect-to", "::" + node + ":"));
        command.addAll(List.of(arguments));
        return client.exec(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.0.1, 1.2, 443", "10.9.0.1, 1.3, 443", "10.9.0.1, 1.3, 444",
        "10.9.0.2, 1.2, 443", "10.9.0.2, 1.3, 443", "10.9.0.2, 1.2, 444"
    })
    void curlIsAnsweredOverBothVersions(String node, String version, int port) {
        String url = "https://a.example:" + port + "/";
        ExecResult twice = curl(node, "--tlsv" + version, "--tls-max", version, "-w", "%{http_code} ", url, url);
        assertThat(twice.orThrow().out().split("200 ", -1)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.0.1, x.b.example, b.example",
        "10.9.0.2, x.b.example, b.example",
        "10.9.0.1, nobody.example, a.example"
    })
    void opensslSeesTheCertificateOfTheName(String node, String asked, String shown) {
        assertThat(openssl(node, "-servername " + asked).out())
                .containsPattern("subject=CN = (\\*\\.)?" + shown + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tls1 -cipher DEFAULT:@SECLEVEL=0",
                "-tls1_1 -cipher DEFAULT:@SECLEVEL=0",
                "-tls1_2 -cipher AES128-SHA",
                "-tls1_2 -cipher ECDHE-RSA-AES128-SHA",
                "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256"
            })
    void whatIsOldIsNotSpoken(String how) {
        for (String node : List.of(BORINGSSL, JDK)) {
            assertThat(openssl(node, "-servername x.b.example " + how).out())
                    .as(node)
                    .doesNotContain("subject=CN = *.b.example");
        }
    }

    /** Compression would tell of what is encrypted (CVE-2012-4929). */
    @Test
    void nothingIsCompressed() {
        for (String node : List.of(BORINGSSL, JDK)) {
            assertThat(openssl(node, "-tls1_2 -comp").out()).as(node).contains("Compression: NONE", "TLSv1.2");
        }
    }

    @Test
    void whoTakesOnePortForTheOtherIsToldAndTheLogSaysSo() {
        assertThat(curl(BORINGSSL, "http://a.example:444/").out()).contains("this port speaks TLS");
        node.program()
                .awaitLine(
                        ".*frontend \"raw\": tls: refused .*: HTTP in clear on a port that speaks TLS.*",
                        PairSupport.PATIENCE);
        String hello = "openssl s_client -connect " + BORINGSSL + ":80 < /dev/null 2>&1";
        assertThat(client.exec(Duration.ofSeconds(5), "sh", "-c", hello).out())
                .as("at once, not when the time for a head is over")
                .contains("no peer certificate available");
        node.program()
                .awaitLine(
                        ".*frontend \"clear\": http: refused .*: TLS on a port that speaks HTTP in clear.*",
                        PairSupport.PATIENCE);
    }

    @Test
    void clearTextIsRedirectedAndBrowsersAreToldToStay() {
        for (String node : List.of(BORINGSSL, JDK)) {
            ExecResult clear = curl(node, "-w", "%{http_code} %{redirect_url}", "http://a.example:80/x?y=1");
            assertThat(clear.orThrow().out()).endsWith("308 https://a.example/x?y=1");
            assertThat(curl(node, "-i", "https://a.example/").orThrow().out())
                    .containsIgnoringCase("\nStrict-Transport-Security: max-age=31536000");
        }
    }

    @Test
    void aRenewedCertificateIsServedByItselfAndABadOneIsReported() throws IOException {
        Issued next = root.issue("RSA", "*.b.example", "renewed.example");
        write("b.pem", next);
        for (String each : List.of(BORINGSSL, JDK)) {
            PairSupport.await(
                    "the new certificate on " + each,
                    PairSupport.PATIENCE,
                    () -> openssl(each, "-servername renewed.example").out().contains("subject=CN = *.b.example"));
        }
        assertThat(node.command("certs").orThrow().out()).containsPattern("web +renewed.example +RSA .* 30 +.*b.pem");
        Files.writeString(lab.directory().resolve("all/b.pem"), next.pem());
        PairSupport.await(
                "the problem",
                PairSupport.PATIENCE,
                () -> node.status()
                        .filter(status -> status.path("problems").toString().contains("there is no private key"))
                        .isPresent());
        assertThat(openssl(BORINGSSL, "-servername renewed.example").out()).contains("subject=CN = *.b.example");
        assertThat(node.status().orElseThrow().path("certificates").toString())
                .contains("renewed.example", "\"days_left\":30");
        write("b.pem", next);
        PairSupport.await(
                "no problem",
                PairSupport.PATIENCE,
                () -> node.status()
                        .filter(status -> status.path("problems").isEmpty())
                        .isPresent());
    }

    /** R on a line asks for renegotiation; a pipe that is held open keeps openssl from leaving before the answer. */
    @Test
    void nobodyNegotiatesAnewOrSendsEarly() {
        for (String node : List.of(BORINGSSL, JDK)) {
            String dir = lab.directory() + "/" + node;
            ExecResult anew = client.exec(
                    Duration.ofSeconds(20),
                    "sh",
                    "-c",
                    "mkdir " + dir + " && mkfifo " + dir + "/in && exec 3<>" + dir + "/in && echo R >&3 && "
                            + "timeout 10 openssl s_client -connect " + node + ":443 -tls1_2 <&3 2>&1");
            assertThat(anew.out())
                    .as(node)
                    .contains("RENEGOTIATING")
                    .containsPattern("alert (no renegotiation|handshake failure)");
            String ask = "printf 'GET / HTTP/1.1\\r\\nHost: a.example\\r\\nConnection: close\\r\\n\\r\\n' > " + dir
                    + "/ask && openssl s_client -ign_eof -connect " + node + ":443 -tls1_3 -sess_";
            assertThat(client.exec(Duration.ofSeconds(10), "sh", "-c", ask + "out " + dir + "/s < " + dir + "/ask")
                            .out())
                    .contains("HTTP/1.1 200 OK");
            String early = ask + "in " + dir + "/s -early_data " + dir + "/ask < " + dir + "/ask";
            assertThat(client.exec(Duration.ofSeconds(10), "sh", "-c", early).out())
                    .contains("Reused, TLSv1.3", "Early data was not sent", "HTTP/1.1 200 OK");
        }
    }

    private ExecResult openssl(String node, String how) {
        // It would wait for what it is to send.
        String command = "openssl s_client -connect " + node + ":443 " + how + " < /dev/null";
        return client.exec(Duration.ofSeconds(10), "sh", "-c", command);
    }
}
