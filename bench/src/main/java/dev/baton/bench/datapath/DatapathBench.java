package dev.baton.bench.datapath;

import dev.baton.bench.GeneratedPart;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Baton's data path and HAProxy's in turns, and prints a table. */
@Command(
        name = "bench/datapath",
        mixinStandardHelpOptions = true,
        description = "Measure Baton's data path beside HAProxy's, in turns.")
public final class DatapathBench implements Callable<Integer> {

    private static final Path DOCUMENTS = Path.of("docs");

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of each part; 0 only reports (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of load in each turn (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "Add each figure to this file, and report all that it has: for runs in several parts.")
    private @Nullable Path results;

    @Option(names = "--write", description = "Put table and plots into docs/benchmarks.md and docs/datapath-*.svg.")
    private boolean write;

    private final List<Sample> samples = new ArrayList<>();

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new DatapathBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, _) -> {
                    command.getErr().println("datapath: " + e.getMessage());
                    return 1;
                });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (results != null && Files.exists(results)) {
            Files.readAllLines(results).stream().map(Sample::parse).forEach(samples::add);
        }
        if (rounds > 0) {
            List<String> missing = Lab.requirements();
            if (!missing.isEmpty()) {
                throw new LabException(String.join(" ", missing));
            }
            measure();
        }
        Summary summary = new Summary(samples);
        String report = Machine.describe() + "\n\n" + summary.markdown();
        System.out.println(report);
        if (write) {
            Path documents = Path.of(System.getProperty("baton.home", "")).resolve(DOCUMENTS);
            String plots = Plots.write(summary, documents);
            GeneratedPart.of("datapath").replace(documents.resolve("benchmarks.md"), report + "\n\n" + plots);
        }
        return 0;
    }

    private void measure() {
        Set<Part> steady = EnumSet.copyOf(parts);
        steady.removeAll(EnumSet.of(Part.IDLE, Part.SERVERS));
        if (!steady.isEmpty()) {
            measure(1, turn -> steady.forEach(part -> measure(part, turn)));
        }
        if (parts.contains(Part.SERVERS)) {
            Part.SERVER_COUNTS.forEach(servers -> measure(servers, turn -> turn.servers(servers)));
        }
        if (parts.contains(Part.IDLE)) {
            for (int round = 1; round <= rounds; round++) {
                try (Rig rig = Rig.start(1)) {
                    round(rig, round, Measurement::idle);
                }
            }
        }
    }

    private void measure(int servers, Consumer<Measurement> turns) {
        try (Rig rig = Rig.start(servers)) {
            for (Product product : Product.values()) {
                progress("warming up " + product.title());
                new Measurement(rig, product, seconds, _ -> {}).warmUp();
            }
            for (int round = 1; round <= rounds; round++) {
                round(rig, round, turns);
            }
        }
    }

    /** Who went first last time goes second. */
    private void round(Rig rig, int round, Consumer<Measurement> turns) {
        List<Product> order = List.of(Product.values());
        for (Product product : round % 2 == 0 ? order : order.reversed()) {
            turns.accept(new Measurement(rig, product, seconds, sample -> keep(round, sample)));
        }
    }

    private void keep(int round, Sample sample) {
        samples.add(sample);
        progress("round %d/%d  %-8s %s: %s %.3f"
                .formatted(
                        round,
                        rounds,
                        sample.product().title(),
                        sample.part(),
                        sample.metric().name(),
                        sample.value()));
        if (results != null) {
            try {
                Files.writeString(results, sample.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new LabException("cannot write " + results, e);
            }
        }
    }

    private static void measure(Part part, Measurement turn) {
        switch (part) {
            case HTTP -> turn.http();
            case RATE -> turn.rate();
            case H2 -> turn.h2();
            case TCP -> turn.tcp();
            case LARGE -> turn.large();
            case CONNECTIONS -> turn.connections();
            case TLS -> turn.tls();
            case SLOW -> turn.slow();
            case IDLE, SERVERS -> throw new IllegalArgumentException(part + " has a rig of its own");
        }
    }

    /** Apart from the table, which alone goes to standard output. */
    private static void progress(String line) {
        System.err.println(line);
    }
}
