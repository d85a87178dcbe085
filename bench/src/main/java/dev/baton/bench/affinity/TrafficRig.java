package dev.baton.bench.affinity;

import dev.baton.bench.ProcessUsage;
import dev.baton.bench.datapath.FixedRate;
import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.LabException;
import dev.baton.lab.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pair of real nodes under traffic. */
final class TrafficRig {

    private static final int CLIENTS = 32;
    private static final int PER_SECOND = 1920;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern ENTRIES = Pattern.compile("\"affinity\":\\{\"entries\":(\\d+)");

    /** Ports: 80 without affinity, 81 by a header. */
    private static final String CONFIG = """
            cluster:
              name: bench
              insecure: true
              nodes:
                - {name: lb1, address: 10.9.0.1, priority: 150}
                - {name: lb2, address: 10.9.0.2, priority: 100}
            floating_ips:
              - {name: web, interface: eth0, addresses: [10.9.0.100/24, "fd00:9::100/64"]}
            affinity_entries: 2000000
            frontends:
              - {name: plain, bind: ":80", backend: plain}
              - {name: sticky, bind: ":81", backend: sticky}
            backends:
              - {name: plain, servers: &servers [
                  {name: a, address: "10.9.0.20:8000"}, {name: b, address: "10.9.0.21:8000"}]}
              - {name: sticky, affinity: {type: header, name: X-Client}, servers: *servers}
            """;

    private final int seconds;

    TrafficRig(int seconds) {
        this.seconds = seconds;
    }

    /**
     * A node that knows nothing comes while another serves; how long answers take without and with that. It has the last
     * core to itself, and all others share the rest: the start of a machine takes nothing from the cores of another.
     */
    List<String> join(int entries) {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        String others = last == 0 ? "0" : "0-" + (last - 1);
        inherit(others);
        try (Stage stage = Stage.raise(2)) {
            Path config = write(stage.lab().directory().resolve("baton.yaml"), CONFIG);
            TableRig.writeSnapshot(stage.lab(), stage.hosts().getFirst(), entries);
            BatonNode lb1 = BatonNode.start(stage.lab(), stage.hosts().getFirst(), config)
                    .awaitReady();
            await("an owner", () -> stage.owners().owner().isPresent());
            await("an answer", () -> ask(stage).ok());
            // The compiler's work is not the joiner's.
            load(stage, others);
            load(stage, others);
            FixedRate alone = load(stage, others);
            CompletableFuture<FixedRate> meanwhile = CompletableFuture.supplyAsync(() -> load(stage, others));
            inherit(String.valueOf(last));
            long begin = System.nanoTime();
            BatonNode lb2 = BatonNode.start(stage.lab(), stage.hosts().getLast(), config);
            lb2.awaitReady();
            long ready = System.nanoTime();
            await(
                    "a node in sync",
                    () -> status(lb2)
                            .contains("\"name\":\"lb2\",\"role\":\"BACKUP\",\"priority\":100,"
                                    + "\"effective_priority\":100,\"synced\":true"));
            long synced = System.nanoTime();
            FixedRate joined = meanwhile.join();
            return List.of(
                    "a node joins one with %s clients: ready after %d ms, in sync after %d ms, with %s clients"
                            .formatted(
                                    entries(lb1),
                                    (ready - begin) / 1_000_000,
                                    (synced - begin) / 1_000_000,
                                    entries(lb2)),
                    "  answers at %d requests/s: p50 %.2f, p99 %.2f ms before; p50 %.2f, p99 %.2f ms while it joined, %.2f times"
                            .formatted(
                                    PER_SECOND,
                                    alone.p50Millis(),
                                    alone.p99Millis(),
                                    joined.p50Millis(),
                                    joined.p99Millis(),
                                    joined.p99Millis() / alone.p99Millis()));
        } finally {
            inherit("0-" + last);
        }
    }

    /** What is started from now on runs on these cores, as taskset(1) takes them. */
    private static void inherit(String cores) {
        List<String> command = List.of(
                "taskset", "-apc", cores, String.valueOf(ProcessHandle.current().pid()));
        try {
            Process taskset = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
            if (taskset.waitFor() != 0) {
                throw new LabException(String.join(" ", command) + " ended with " + taskset.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /** What a request costs the node that serves, and the one that is told, without and with clients to remember. */
    List<String> cost() {
        try (Stage stage = Stage.raise(2)) {
            Path config = write(stage.lab().directory().resolve("baton.yaml"), CONFIG);
            List<BatonNode> nodes = stage.hosts().stream()
                    .map(host -> BatonNode.start(stage.lab(), host, config))
                    .toList();
            nodes.forEach(BatonNode::awaitReady);
            await("an owner", () -> stage.owners().owner().isPresent());
            await("an answer", () -> ask(stage).ok());
            List<String> lines = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                lines.clear();
                lines.add(cost(stage, nodes, "no affinity", 80, "nobody"));
                lines.add(cost(stage, nodes, "10,000 clients that come again and again", 81, "n % 10000"));
                lines.add(cost(stage, nodes, "a new client with each request", 81, round + " .. \"-\" .. n"));
            }
            return lines;
        }
    }

    private String cost(Stage stage, List<BatonNode> nodes, String what, int port, String client) {
        Path script = write(stage.lab().directory().resolve("clients.lua"), """
                local n = 0
                request = function()
                  n = n + 1
                  return wrk.format("GET", "/", {["X-Client"] = %s})
                end
                """.formatted(client));
        String owner = stage.owners().owner().orElseThrow(() -> new LabException("nobody has the address"));
        List<ProcessUsage> usages = nodes.stream()
                .sorted((a, b) ->
                        Boolean.compare(b.name().equals(owner), a.name().equals(owner)))
                .map(node -> new ProcessUsage(node.program().pid()))
                .toList();
        List<Duration> before = usages.stream().map(ProcessUsage::cpu).toList();
        ExecResult result = stage.client()
                .exec(
                        PATIENCE,
                        "wrk",
                        "-t1",
                        "-c32",
                        "-d" + seconds + "s",
                        "-s",
                        script.toString(),
                        "http://10.9.0.100:" + port + "/");
        Matcher matcher = REQUESTS.matcher(result.orThrow().out());
        if (!matcher.find()) {
            throw new LabException("wrk printed no number of requests: " + result.out());
        }
        long requests = Long.parseLong(matcher.group(1));
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < usages.size(); i++) {
            micros.add(usages.get(i).cpu().minus(before.get(i)).toNanos() / 1e3 / requests);
        }
        return "%s: %d requests/s, CPU a request %.1f µs on the master, %.1f on the other"
                .formatted(what, requests / seconds, micros.getFirst(), micros.getLast());
    }

    private FixedRate load(Stage stage, String cores) {
        Path log = stage.lab().directory().resolve("h2load.log");
        try {
            Files.deleteIfExists(log);
            stage.client()
                    .exec(
                            Duration.ofSeconds(seconds + 30L),
                            "taskset",
                            "-c",
                            cores,
                            "h2load",
                            "--h1",
                            "-t1",
                            "-c" + CLIENTS,
                            "--rps=" + PER_SECOND / CLIENTS,
                            "-D" + seconds,
                            "--header=X-Client: me",
                            "--log-file=" + log,
                            "http://10.9.0.100:81/")
                    .orThrow();
            return FixedRate.parse(Files.readAllLines(log));
        } catch (IOException e) {
            throw new LabException("h2load wrote no " + log, e);
        }
    }

    private static ExecResult ask(Stage stage) {
        return stage.client().exec("curl", "-sf", "-m", "1", "-o", "/dev/null", "http://10.9.0.100:81/");
    }

    private static String status(BatonNode node) {
        Path socket = node.runtimeDirectory().resolve(node.name() + ".sock");
        return node.host()
                .exec("curl", "-sm", "1", "--unix-socket", socket.toString(), "http://baton/v1/status")
                .out();
    }

    private static String entries(BatonNode node) {
        Matcher matcher = ENTRIES.matcher(status(node));
        return matcher.find() ? matcher.group(1) : "?";
    }

    /** Each question takes a while, so this does not spin. */
    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException("no " + what + " after " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
