package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.Nginx;
import dev.baton.lb.tls.Issuer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 of the whole program, over TLS and in clear text, towards other people's programs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2IT {

    private static final String NODE = "10.9.0.1";
    private static final int MEGABYTE = 1 << 20;
    private static final int RELOADS = 10;
    private static final int REQUESTS_A_ROUND = 1_000;

    private static final String BATON = """
            frontends:
              - {name: web, bind: ":443", backend: app, tls: {certificates: all.pem}}
              - {name: old, bind: ":444", backend: app, tls: {certificates: all.pem, alpn: http/1.1}}
              - {name: clear, bind: ":80", backend: app, http2: {clear_text: true}}
            backends:
              - {name: app, check: {rise: 1}, servers: [{name: a, address: "10.9.0.20:8000"}]}
            """;

    private Lab lab;
    private Host client;
    private Nginx nginx;
    private BatonNode node;
    private Path config;

    @BeforeAll
    void raise() throws IOException {
        PairSupport.requireLab();
        lab = Lab.create();
        client = lab.host("client", "10.9.0.9/24");
        nginx = Nginx.start(lab, lab.host("web", "10.9.0.20/24"), 8000);
        Issuer root = Issuer.root("root");
        Issuer.Issued issued = root.issue("EC", "a.example");
        Files.writeString(lab.directory().resolve("root.pem"), root.pem());
        Path all = Files.writeString(lab.directory().resolve("all.pem"), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(all, PosixFilePermissions.fromString("rw-------"));
        config = Files.writeString(lab.directory().resolve("baton.yaml"), BATON);
        node = BatonNode.start(lab, lab.host("lb1", NODE + "/24"), config).awaitReady();
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null when the lab could not be raised
    void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    private ExecResult curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "10"));
        command.addAll(List.of("--cacert", lab.directory().resolve("root.pem").toString()));
        command.addAll(List.of("--connect-to", "::" + NODE + ":"));
        command.addAll(List.of(arguments));
        return client.exec(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/, --http2, 2",
        "https://a.example/, --http1.1, 1.1",
        "https://a.example:444/, --http2, 1.1",
        "http://a.example/, --http2-prior-knowledge, 2",
        "http://a.example/, --http1.1, 1.1"
    })
    void curlAgreesOnAVersionAndIsAnswered(String url, String wanted, String spoken) {
        ExecResult once = curl(wanted, "-w", "%{http_code}/%{http_version} ", url);
        assertThat(once.orThrow().out()).contains("200/" + spoken + " ");
    }

    @ParameterizedTest
    @CsvSource({"https://a.example/files/, --http2", "http://a.example/files/, --http2-prior-knowledge"})
    void largeAnswersAreWhole(String url, String how) throws IOException {
        Path file = nginx.file("large", 8L * MEGABYTE);
        Path copy = lab.directory().resolve("copy");
        curl(how, "-o", copy.toString(), url + "large").orThrow();
        assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    }

    @Test
    void h2loadIsAnsweredEachTime() {
        String said = client.exec("h2load", "-n", "20000", "-c", "10", "-m", "32", "https://" + NODE + "/")
                .orThrow()
                .out();
        assertThat(said).contains("20000 succeeded, 0 failed, 0 errored, 0 timeout");
    }

    /** It asks with PRIORITY frames, and says each frame that comes. */
    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void nghttpIsAnsweredEachTime(String scheme) {
        String said = client.exec("nghttp", "-nvy", "-m", "20", scheme + "://" + NODE + "/")
                .orThrow()
                .out();
        assertThat(said.lines().filter(line -> line.endsWith(":status: 200"))).hasSize(20);
    }

    /** Another name makes another frontend of it, and the clients of the one before are asked to leave. */
    @Test
    void aReloadThatReplacesTheFrontendCostsNoRequest() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<List<ExecResult>> load = CompletableFuture.supplyAsync(() -> load(enough));
        for (int i = 0; i < RELOADS; i++) {
            Files.writeString(config, BATON.replace("{name: web,", "{name: web" + i + ","));
            node.command("reload").orThrow();
        }
        enough.set(true);
        Files.writeString(config, BATON);
        node.command("reload").orThrow();
        for (ExecResult round : load.get(1, TimeUnit.MINUTES)) {
            assertThat(round.orThrow().out().lines()).hasSize(REQUESTS_A_ROUND).containsOnly("200/2");
        }
    }

    private List<ExecResult> load(AtomicBoolean enough) {
        List<ExecResult> rounds = new ArrayList<>();
        while (!enough.get()) {
            rounds.add(curl(
                    "-Z",
                    "--parallel-max",
                    "16",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}/%{http_version}\n",
                    "https://a.example/?[1-" + REQUESTS_A_ROUND + "]"));
        }
        return rounds;
    }

    @ParameterizedTest
    @ValueSource(strings = {"443 -t -k", "80"})
    void h2specFindsNothing(String where) throws IOException {
        List<String> command = new ArrayList<>(List.of(h2spec().toString(), "-S", "-h", NODE, "-o", "2", "-p"));
        command.addAll(List.of(where.split(" ")));
        ExecResult result = client.exec(Duration.ofMinutes(2), command.toArray(String[]::new));
        assertThat(result.out()).contains("146 tests, 146 passed, 0 skipped, 0 failed");
    }

    private Path h2spec() throws IOException {
        Path program = lab.directory().resolve("h2spec");
        if (!Files.exists(program)) {
            Path archive = lab.directory().resolve("h2spec.tar.gz");
            try (InputStream in = Objects.requireNonNull(
                    Http2IT.class.getResourceAsStream("/h2spec/2.2.0/h2spec_linux_amd64.tar.gz"))) {
                Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
            }
            client.exec("tar", "-xzf", archive.toString(), "-C", lab.directory().toString())
                    .orThrow();
        }
        return program;
    }
}
