package dev.baton.bench;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it costs a node with many servers that somebody asks for its metrics every second. */
@Command(
        name = "bench/scrape",
        mixinStandardHelpOptions = true,
        description = "Measure the CPU that a scrape of the metrics costs a node with many servers.",
        footer = {"", "Ends with 1 if a scrape a second costs 1 % of a CPU or more."})
public final class ScrapeBench implements Callable<Integer> {

    private static final String NODE = "10.9.0.1";
    private static final String METRICS = "http://" + NODE + ":9180/metrics";
    private static final double BOUND_PERCENT = 1;

    /** So many scrapes come before those that count: a node that is scraped has been so for long. */
    private static final int WARM_UP = 300;

    private static final int TURNS = 6;

    @Option(
            names = "--servers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(
            names = "--backends",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int backends;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long to watch the node with and without scrapes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ScrapeBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            throw new LabException(String.join(" ", missing));
        }
        try (Lab lab = Lab.create()) {
            Nginx.start(lab, lab.host("web", "10.9.0.20/24"), 8000);
            Host client = lab.host("client", "10.9.0.50/24");
            Path config = Files.writeString(lab.directory().resolve("baton.yaml"), config());
            BatonNode node =
                    BatonNode.start(lab, lab.host("lb1", NODE + "/24"), config).awaitReady();
            String text = curl(client, METRICS).out();
            client.exec(Duration.ofMinutes(5), "curl", "-sS", "-o", "/dev/null", METRICS + "#[1-" + WARM_UP + "]")
                    .orThrow();
            ProcessUsage usage = new ProcessUsage(node.program().pid());
            // In turns: what a node has to do besides changes with the time that it has been up.
            double idle = 0;
            double scraped = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                idle += percent(usage, () -> {}) / TURNS;
                scraped += percent(usage, () -> curl(client, METRICS)) / TURNS;
            }
            double cost = scraped - idle;
            System.out.printf(
                    Locale.ROOT,
                    "%d servers in %d backends: %d lines, %d KiB; %.2f %% of a CPU without, %.2f %% with a scrape a second:"
                            + " %.2f %% for it, %.1f ms each%n",
                    servers,
                    backends,
                    text.lines().count(),
                    text.length() / 1024,
                    idle,
                    scraped,
                    cost,
                    cost * 10);
            return cost < BOUND_PERCENT ? 0 : 1;
        }
    }

    private static ExecResult curl(Host client, String url) {
        return client.exec("curl", "-sS", "--fail", "-H", "Accept: application/openmetrics-text", url)
                .orThrow();
    }

    /** The share of one CPU that the node takes while something is done every second. */
    private double percent(ProcessUsage usage, Runnable action) {
        Duration before = usage.cpu();
        long begun = System.nanoTime();
        for (int second = 1; second <= Math.ceilDiv(seconds, TURNS); second++) {
            action.run();
            for (long next = begun + second * 1_000_000_000L, left = next - System.nanoTime();
                    left > 0;
                    left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        return usage.cpu().minus(before).toNanos() * 100.0 / (System.nanoTime() - begun);
    }

    /** Checks are rare, so that what they cost does not hide what is measured. */
    private String config() {
        return "frontends:\n  - {name: web, bind: \":80\", backend: b0}\nadmin: {http: \":9180\"}\nbackends:\n"
                + IntStream.range(0, backends)
                        .mapToObj(backend -> "  - name: b" + backend
                                + "\n    check: {type: tcp, interval: 10s, rise: 1}\n    servers:\n"
                                + IntStream.range(0, servers / backends)
                                        .mapToObj(server ->
                                                "      - {name: s" + server + ", address: \"10.9.0.20:8000\"}\n")
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining());
    }
}
