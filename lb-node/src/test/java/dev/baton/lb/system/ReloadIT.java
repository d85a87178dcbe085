package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The configuration of a pair that serves is changed. */
class ReloadIT {

    private static final int RELOADS = 100;

    private static final int REQUESTS_A_ROUND = 5_000;

    /** Above what the new servers may be waited for. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    @AutoClose
    private Pair pair;

    @BeforeEach
    void raise() {
        pair = PairSupport.raise();
    }

    @Test
    void aHundredReloadsUnderLoadCostNoRequest() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BatonNode master = pair.master();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<List<ExecResult>> load = CompletableFuture.supplyAsync(() -> load(enough));
        long slowest = 0;
        for (int i = 0; i < RELOADS; i++) {
            String config = variation(random, i);
            write(config);
            long began = System.nanoTime();
            master.program().kill("HUP");
            master.program().awaitLine(".*changes in force, digest " + digest(config) + ".*", BOUND);
            slowest = Math.max(slowest, System.nanoTime() - began);
        }
        enough.set(true);
        List<ExecResult> rounds = load.get(2, TimeUnit.MINUTES);
        PairSupport.log.info(
                "{} reloads during {} requests, seed {}; the slowest took {} ms",
                RELOADS,
                rounds.size() * REQUESTS_A_ROUND,
                seed,
                TimeUnit.NANOSECONDS.toMillis(slowest));
        assertThat(rounds)
                .allSatisfy(round -> assertThat(round.out())
                        .contains(REQUESTS_A_ROUND + " succeeded, 0 failed, 0 errored, 0 timeout")
                        .contains(REQUESTS_A_ROUND + " 2xx, 0 3xx, 0 4xx, 0 5xx"));

        write(Pair.CONFIG);
        pair.nodes().forEach(node -> node.program().kill("HUP"));
        pair.awaitWhole();
    }

    @Test
    void whatCannotBeFollowedChangesNothingAndSaysWhy() throws Exception {
        BatonNode master = pair.master();
        String before = digestOf(master);

        write(Pair.CONFIG.replace("mode: tcp", "mode: udp"));
        ExecResult invalid = master.command("reload");
        assertThat(invalid.exitCode()).isEqualTo(2);
        assertThat(invalid.err()).contains("baton.yaml:13:", "udp");

        write(Pair.CONFIG.replace("insecure: true", "insecure: true\n  transport: tcp"));
        ExecResult refused = master.command("reload");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("cluster.transport: tcp: cannot change while the node runs; restart each");

        write(Pair.CONFIG
                .replace("10.9.0.100:81", "10.9.0.100:82")
                .replace("10.9.0.21:8000}", "10.9.0.21:8000, weight: 5}"));
        ExecResult tried = master.command("reload", "--dry-run").orThrow();
        assertThat(tried.out())
                .contains("changed frontends.raw.bind: 10.9.0.100:81 -> 10.9.0.100:82", "can be reloaded: changes 2");
        assertThat(digestOf(master)).isEqualTo(before);
        assertThat(status(Pair.TCP.toString())).isEqualTo("200");

        assertThat(master.command("reload").orThrow().out()).contains("reloaded: changes 2 in ");
        assertThat(status("http://" + Pair.FLOATING_IP + ":82/")).isEqualTo("200");
        assertThat(status(Pair.TCP.toString())).as("the old address").isEqualTo("000");
        assertThat(master.command("status").out())
                .as("the peer has yet to follow")
                .contains("node " + pair.peerOf(master).name() + " runs another configuration");
    }

    private List<ExecResult> load(AtomicBoolean enough) {
        List<ExecResult> rounds = new ArrayList<>();
        while (!enough.get()) {
            rounds.add(pair.client()
                    .exec(
                            Duration.ofMinutes(1),
                            "h2load",
                            "--h1",
                            "--requests=" + REQUESTS_A_ROUND,
                            "--clients=16",
                            Pair.HTTP.toString()));
        }
        return rounds;
    }

    /** Other servers, weights, policies and rules; there is always a server, though it may be a new one. */
    private static String variation(Random random, int number) {
        List<String> balances = List.of("round_robin", "least_connections", "random", "first");
        String a = "      - {name: a" + random.nextInt(3) + ", address: 10.9.0.20:8000, weight: "
                + (1 + random.nextInt(9)) + "}\n";
        String b = "      - {name: b" + random.nextInt(3) + ", address: 10.9.0.21:8000, weight: "
                + (1 + random.nextInt(9)) + "}\n";
        String servers = List.of(a, b, a + b).get(random.nextInt(3));
        String rules = random.nextBoolean()
                ? ""
                : ", rules: [{when: {path_prefix: /no" + number + "}, respond: {status: 404}}]";
        return Pair.CONFIG
                        .substring(0, Pair.CONFIG.indexOf("    servers:"))
                        .replace("mode: http, backend: app}", "mode: http, backend: app" + rules + "}")
                + "    balance: " + balances.get(random.nextInt(balances.size())) + "\n    servers:\n" + servers
                + "# " + number + "\n";
    }

    private void write(String config) throws IOException {
        Path file = pair.lab().directory().resolve("baton.yaml");
        Path written = file.resolveSibling("baton.yaml.new");
        Files.writeString(written, config);
        Files.move(written, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private String status(String url) {
        return pair.client()
                .exec("curl", "-s", "--max-time", "5", "-o", "/dev/null", "-w", "%{http_code}", url)
                .out();
    }

    private static String digestOf(BatonNode node) {
        return node.status().orElseThrow().path("config_digest").asText();
    }

    private static String digest(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
