package dev.baton.bench.abuse;

import dev.baton.bench.GeneratedPart;
import dev.baton.bench.ProcessUsage;
import dev.baton.lab.BatonNode;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.Nginx;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.RunningProgram;
import dev.baton.lab.WindowResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a client and the memory of a node notice while others abuse it. */
@Command(
        name = "bench/abuse",
        mixinStandardHelpOptions = true,
        description = "Abuse a node in every way it is bounded against while another client asks on.",
        footer = {
            "",
            "Ends with 1 if that client saw an error or a p99 of 250 ms or more, or the node grew by 64 MiB or more"
                    + " and stayed so."
        })
public final class AbuseBench implements Callable<Integer> {

    private static final Path DOCUMENT = Path.of("docs", "benchmarks.md");
    private static final String NODE = "10.9.0.1";
    private static final int CLEAR = 80;
    private static final int SECURE = 443;
    private static final double P99_BOUND_MILLIS = 250;
    private static final long MEMORY_BOUND_KIB = 64 * 1024L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CANARY_INTERVAL = Duration.ofMillis(5);
    private static final Duration SAMPLE = Duration.ofMillis(100);

    @Option(
            names = "--abuses",
            split = ",",
            paramLabel = "A,B,...",
            description = "Which ones (default: all): ${COMPLETION-CANDIDATES}.")
    private List<Abuse> abuses = List.of(Abuse.values());

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Each (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--write", description = "Put the table into docs/benchmarks.md.")
    private boolean write;

    public static void main(String[] args) {
        System.exit(new CommandLine(new AbuseBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            throw new LabException(String.join(" ", missing));
        }
        List<Row> rows = new ArrayList<>();
        try (Lab lab = Lab.create()) {
            Nginx.start(lab, lab.host("web", "10.9.0.20/24"), 8000).file("1m", 1 << 20);
            // What the abused server has to do is no fault of the node's.
            Nginx.start(lab, lab.host("calm", "10.9.0.21/24"), 8000);
            Host abuser = lab.host("abuser", "10.9.0.66/24");
            BatonNode node = BatonNode.start(lab, lab.host("lb1", NODE + "/24"), config(lab))
                    .awaitReady();
            ProcessUsage usage = new ProcessUsage(node.program().pid());
            try (OutageProbe canary = OutageProbe.start(
                    lab,
                    lab.host("canary", "10.9.0.50/24"),
                    URI.create("http://" + NODE + "/healthz"),
                    CANARY_INTERVAL)) {
                canary.awaitSteady(PATIENCE);
                highest(usage, seconds);
                rows.add(new Row("nobody", canary.mark(), 0, 0, 0, 0));
                for (Abuse each : abuses) {
                    rows.add(strike(lab, abuser, each, usage, canary));
                    System.err.println(rows.getLast().line());
                }
            }
        }
        show(rows);
        return rows.stream().allMatch(Row::isBounded) ? 0 : 1;
    }

    private Row strike(Lab lab, Host abuser, Abuse abuse, ProcessUsage usage, OutageProbe canary) {
        long before = usage.residentKib();
        // As a machine of its own it would take no core from the node and the server.
        List<String> command = List.of(
                "nice",
                "-n",
                "10",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Abuser.class.getName(),
                abuse.name(),
                NODE,
                String.valueOf(abuse.over() == Abuse.Over.HTTP2 ? CLEAR : SECURE));
        try (RunningProgram program = abuser.start(lab.directory().resolve("abuser-" + abuse + ".log"), command)) {
            program.awaitLine("^begun$", PATIENCE);
            canary.mark();
            long highest = highest(usage, seconds);
            WindowResult seen = canary.mark();
            program.send("enough");
            String[] sent = program.awaitLine("^sent ", PATIENCE).split(" ", -1);
            program.awaitExit(PATIENCE);
            highest(usage, seconds);
            canary.mark();
            return new Row(
                    abuse.title(),
                    seen,
                    Long.parseLong(sent[1]),
                    Long.parseLong(sent[2]),
                    highest - before,
                    usage.residentKib() - before);
        }
    }

    /** The most memory that the node has had in so many seconds, in KiB. */
    private static long highest(ProcessUsage usage, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long highest = 0;
        while (System.nanoTime() < end) {
            highest = Math.max(highest, usage.residentKib());
            LockSupport.parkNanos(SAMPLE.toNanos());
        }
        return highest;
    }

    private void show(List<Row> rows) throws IOException {
        List<String> table = new ArrayList<>(List.of(
                "| abuse | connections/s | MB/s | canary's requests | failed | p99, ms | slowest, ms | memory up, MiB | afterwards |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"));
        rows.forEach(row -> table.add(row.line()));
        if (write) {
            GeneratedPart.of("abuse").replace(DOCUMENT, String.join("\n", table));
        } else {
            table.forEach(System.out::println);
        }
    }

    private static Path config(Lab lab) throws IOException {
        Path pem = lab.directory().resolve("abused.pem");
        lab.host("ca", "10.9.0.99/24")
                .exec("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=abused"
                        .concat(" -keyout %s -out %s".formatted(pem, pem + ".crt"))
                        .split(" "))
                .orThrow();
        Files.writeString(pem, Files.readString(pem) + Files.readString(Path.of(pem + ".crt")));
        return Files.writeString(lab.directory().resolve("baton.yaml"), """
                frontends:
                  - {name: web, bind: ":%d", backend: app, http2: {clear_text: true}, rules: [{when: {path: /healthz}, backend: calm}]}
                  - {name: secure, bind: ":%d", backend: app, tls: {certificates: [%s]}}
                backends:
                  - name: app
                    check: {type: tcp, interval: 2s, rise: 1}
                    servers:
                      - {name: a, address: "10.9.0.20:8000"}
                  - name: calm
                    check: {type: tcp, interval: 2s, rise: 1}
                    servers:
                      - {name: b, address: "10.9.0.21:8000"}
                """.formatted(CLEAR, SECURE, pem));
    }

    /**
     * @param connections opened by the abuser
     * @param bytes sent by the abuser
     * @param grownKib the most memory of the node while it lasted, less what it had before
     * @param keptKib the same as long after it as it had lasted
     */
    private record Row(String abuse, WindowResult seen, long connections, long bytes, long grownKib, long keptKib) {

        boolean isBounded() {
            return seen.failures() == 0 && seen.p99Millis() < P99_BOUND_MILLIS && grownKib < MEMORY_BOUND_KIB;
        }

        String line() {
            double seconds = seen.requests() * CANARY_INTERVAL.toMillis() / 1000.0;
            return String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f | %d | %d | %.1f | %.1f | %.1f | %.1f |",
                    abuse,
                    connections / seconds,
                    bytes / seconds / 1e6,
                    seen.requests(),
                    seen.failures(),
                    seen.p99Millis(),
                    seen.slowestMillis(),
                    grownKib / 1024.0,
                    keptKib / 1024.0);
        }
    }
}
