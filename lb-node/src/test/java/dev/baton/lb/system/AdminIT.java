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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask a node for what, with users of the kernel, and what those can do to it who mean it ill. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminIT {

    private static final String READERS = "47001";
    private static final String WRITERS = "47002";

    private static final String BATON = """
            frontends:
              - {name: web, bind: ":80", backend: app}
            backends:
              - {name: app, check: {rise: 1}, servers: [{name: a, address: "10.9.0.20:8000"}]}
            """;

    private static final String ADMIN = BATON + """
            admin:
              read_group: %s
              write_group: %s
              https:
                bind: ":9443"
                certificates: node.pem
                client_ca: ca.pem
                write_names: alice
                read_token_file: read.token
                write_token_file: write.token
            """.formatted(READERS, WRITERS);

    private static final String CHANGE =
            "-d {\"backend\":\"app\",\"server\":\"a\",\"weight\":3} http://baton/v1/servers";

    /** Of what is alive in the heap; 256 requests of 64 KiB are a third of it. */
    private static final long MEMORY_MIB = 48;

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private Lab lab;
    private Host client;
    private BatonNode open;
    private BatonNode closed;

    @BeforeAll
    void raise() throws IOException {
        PairSupport.requireLab();
        lab = Lab.create();
        client = lab.host("client", "10.9.0.9/24");
        Nginx.start(lab, lab.host("web", "10.9.0.20/24"), 8000);
        Issuer authority = Issuer.root("admins");
        write("ca.pem", authority.pem());
        for (String name : List.of("node", "alice", "bob")) {
            Issued issued = authority.issue("EC", name);
            write(name + ".pem", issued.pem() + issued.keyPem());
        }
        Issued stranger = Issuer.root("others").issue("EC", "alice");
        write("stranger.pem", stranger.pem() + stranger.keyPem());
        write("read.token", "a-token-that-reads\n");
        write("write.token", "a-token-that-changes\n");
        open = start("lb1", "10.9.0.1/24", ADMIN);
        closed = start("lb2", "10.9.0.2/24", BATON);
        open.awaitReady();
        closed.awaitReady();
        // Others have to get as far as the socket.
        for (Path directory : List.of(lab.directory(), open.runtimeDirectory(), closed.runtimeDirectory())) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private BatonNode start(String name, String address, String config) throws IOException {
        Path file = Files.writeString(lab.directory().resolve(name + ".yaml"), config);
        return BatonNode.start(lab, lab.host(name, address), file);
    }

    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(lab.directory().resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null when the lab could not be raised
    void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    /** Asks as a user of that number who is in that group as well. */
    private static ExecResult as(int user, String group, BatonNode node, String question) {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid", "" + user, "--regid", "" + user, "--groups", group, "--inh-caps=-all"));
        command.addAll(List.of("curl", "-sS", "--max-time", "10", "-w", "%{http_code}", "--unix-socket"));
        command.add(socket(node).toString());
        command.addAll(List.of(question.split(" ")));
        return node.host().exec(command.toArray(String[]::new));
    }

    private static Path socket(BatonNode node) {
        return node.runtimeDirectory().resolve(node.name() + ".sock");
    }

    @Test
    void theKernelSaysWhoMayReadAndWhoMayChange() {
        String status = "http://baton/v1/status";
        assertThat(as(47011, READERS, open, status).orThrow().out()).endsWith("200");
        ExecResult refused = as(47011, READERS, open, CHANGE);
        assertThat(refused.out())
                .contains("POST /v1/servers is not for user number 47011", "group " + WRITERS + " (admin.write_group)")
                .endsWith("403");
        PairSupport.awaitLogged(open, "refused POST /v1/servers to user number 47011");

        assertThat(as(47012, WRITERS, open, CHANGE).out()).endsWith("200");
        PairSupport.awaitLogged(open, "user number 47012 asks for /v1/servers", "weight=3");

        for (String question : List.of(status, CHANGE)) {
            assertThat(as(47013, "47013", open, question).out()).endsWith("403");
        }
        PairSupport.awaitLogged(open, "refused GET /v1/status to user number 47013");
        assertThat(open.command("status").out()).contains("healthy");
    }

    /** Asks over the network: with a certificate, a token, both or nothing. */
    @ParameterizedTest
    @CsvSource({
        "'', 401, 401",
        "--cert bob.pem, 200, 403",
        "--cert alice.pem, 200, 200",
        "--cert stranger.pem, 000, 000",
        "-HAuthorization:Bearer_a-token-that-reads, 200, 403",
        "-HAuthorization:Bearer_a-token-that-changes, 200, 200",
        "-HAuthorization:Bearer_a-token-that-was-guessed, 401, 401",
        "--cert bob.pem -HAuthorization:Bearer_a-token-that-changes, 200, 200",
        "--cert alice.pem -HOrigin:https://elsewhere, 200, 403"
    })
    void overTheNetworkACertificateOrATokenSaysWhoMay(String proof, String reading, String changing) {
        assertThat(https(proof, "/v1/status").out()).endsWith(reading);
        ExecResult change = https(proof, "/v1/servers", "-d", "{\"backend\":\"app\",\"server\":\"a\",\"weight\":3}");
        assertThat(change.out()).endsWith(changing);
        if (changing.equals("200")) {
            String who = proof.contains("alice") ? "certificate \"alice\"" : "token of write_token_file";
            PairSupport.awaitLogged(open, who + " at /10.9.0.9", "asks for /v1/servers", "weight=3");
        }
        assertThat(open.program().lines()).noneMatch(line -> line.contains("a-token-that"));
    }

    private ExecResult https(String proof, String uri, String... more) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "10", "-w", "%{http_code}"));
        command.addAll(List.of("--cacert", lab.directory().resolve("ca.pem").toString()));
        command.addAll(List.of("--connect-to", "node::10.9.0.1:9443", "https://node:9443" + uri));
        for (String word : proof.isEmpty() ? new String[0] : proof.split(" ")) {
            command.add(
                    word.endsWith(".pem")
                            ? lab.directory().resolve(word).toString()
                            : word.replace("Bearer_", "Bearer "));
        }
        command.addAll(List.of(more));
        return client.exec(command.toArray(String[]::new));
    }

    @Test
    void withoutTlsTheNetworkHearsNothing() {
        ExecResult clear = client.exec("curl", "-sS", "--max-time", "10", "http://10.9.0.1:9443/v1/status");
        assertThat(clear.ok()).isFalse();
        assertThat(clear.out()).isEmpty();
    }

    @Test
    void withoutGroupsNobodyElseGetsAsFarAsAsking() {
        ExecResult kept = as(47011, READERS, closed, "http://baton/v1/status");
        assertThat(kept.ok()).isFalse();
        assertThat(kept.out()).isEqualTo("000");
        assertThat(closed.command("status").ok()).isTrue();
    }

    /** 1,000 clients that say nothing, 200 that say it slowly, and 100 MB for a question, while traffic passes. */
    @Test
    void whoeverAbusesTheSocketHurtsNeitherTrafficNorOperators() throws Exception {
        long before = liveMib(open);
        Path big = big();
        List<SocketChannel> idle = new ArrayList<>();
        CompletableFuture<ExecResult> traffic = CompletableFuture.supplyAsync(() -> client.exec(
                Duration.ofMinutes(1), "h2load", "--h1", "--requests=30000", "--clients=16", "http://10.9.0.1/"));
        try {
            for (int i = 0; i < 1200; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(socket(open))));
            }
            int rounds = 0;
            do {
                rounds++;
                for (SocketChannel slow : idle.subList(1000, 1200)) {
                    drip(slow);
                }
                assertThat(open.command("status").out()).contains("healthy");
                assertThat(as(0, "0", open, "-HExpect: --data-binary @" + big + " http://baton/v1/servers")
                                .out())
                        .endsWith("413");
            } while (!traffic.isDone());
            assertThat(liveMib(open) - before).as("MiB of live heap").isLessThan(MEMORY_MIB);
            assertThat(traffic.get().orThrow().out()).contains("30000 succeeded, 0 failed, 0 errored, 0 timeout");
            PairSupport.log.info("{} questions answered while 1200 clients sat on the admin socket", rounds);
        } finally {
            for (SocketChannel socket : idle) {
                socket.close();
            }
        }
    }

    /** One more byte of a request that has no end; those who had to give way find out. */
    private static void drip(SocketChannel slow) {
        try {
            slow.write(ByteBuffer.wrap("x".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException _) {
            // Sent away.
        }
    }

    @Test
    void aHundredMegabytesAreNotRead() throws Exception {
        long before = liveMib(open);
        Path big = big();
        for (String how : List.of("-HExpect:", "-HTransfer-Encoding:chunked", "-HExpect:100-continue")) {
            ExecResult refused = as(0, "0", open, how + " --data-binary @" + big + " http://baton/v1/servers");
            assertThat(refused.out())
                    .as(how)
                    .contains("longer than 65536 bytes")
                    .endsWith("413");
        }
        assertThat(liveMib(open) - before).as("MiB of live heap").isLessThan(MEMORY_MIB);
    }

    private Path big() {
        Path big = lab.directory().resolve("big");
        client.exec("truncate", "-s", "100M", big.toString()).orThrow();
        return big;
    }

    /** What is alive in its heap. */
    private static long liveMib(BatonNode node) {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        String histogram = node.host()
                .exec(jcmd, String.valueOf(node.program().pid()), "GC.class_histogram")
                .orThrow()
                .out();
        Matcher total = TOTAL.matcher(histogram);
        assertThat(total.find()).as(histogram).isTrue();
        return Long.parseLong(total.group(1)) >> 20;
    }
}
