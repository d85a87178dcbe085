package dev.baton.bench;

import dev.baton.lab.Fault;
import dev.baton.lab.FaultResult;
import dev.baton.lab.FaultRunner;
import dev.baton.lab.HaPair;
import dev.baton.lab.KeepalivedPair;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Strikes the master of a pair, each fault many times in a row, at one contender after the other. */
@Command(
        name = "bench/failover",
        mixinStandardHelpOptions = true,
        description = "Strike the master of a pair again and again and tell what a client sees.")
public final class FailoverBench implements Callable<Integer> {

    private static final Path DOCUMENT = Path.of("docs", "benchmarks.md");
    /** A program that has just started still compiles itself; what runs for months is struck here. */
    private static final Duration REST = Duration.ofSeconds(3);

    private static final Path PLOT = Path.of("docs", "failover.svg");
    private static final String PLOT_LINK = "![Outage seen by a client, one dot a run](failover.svg)\n\n";

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Of each fault at each contender; 0 only reports (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--contenders",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "baton",
            converter = ContenderName.class,
            description = "baton, keepalived-1s, keepalived-100ms, keepalived-10ms (default: ${DEFAULT-VALUE}).")
    private Set<Contender> contenders;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            defaultValue = "KILL,LINK,TERM,SWITCHOVER",
            description = "Of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Set<Fault> faults;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the lengths of pauses (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "Add each result to this file, and report all that it has: for runs in several parts.")
    private @Nullable Path results;

    @Option(names = "--markdown", description = "Print the table as Markdown.")
    private boolean markdown;

    @Option(names = "--write", description = "Put table and plot into docs/benchmarks.md and docs/failover.svg.")
    private boolean write;

    @Option(names = "--check", description = "End with 1 if Baton breaks a promise.")
    private boolean check;

    private final List<Measurement> measurements = new ArrayList<>();

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new FailoverBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, _) -> {
                    command.getErr().println("failover: " + e.getMessage());
                    return 1;
                });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (results != null && Files.exists(results)) {
            Files.readAllLines(results).stream().map(Measurement::parse).forEach(measurements::add);
        }
        if (runs > 0) {
            requireLab();
            for (Contender contender : contenders) {
                measure(contender, false);
                measure(contender, true);
            }
        }
        FailoverTable table = new FailoverTable(measurements);
        System.out.println(markdown ? table.markdown() : table.text());
        if (write) {
            Path home = Path.of(System.getProperty("baton.home", ""));
            Files.writeString(home.resolve(PLOT), new FailoverPlot(table).svg());
            GeneratedPart.of("failover").replace(home.resolve(DOCUMENT), PLOT_LINK + table.markdown());
        }
        List<String> broken = Promise.broken(table);
        broken.forEach(sentence -> System.err.println("missed: " + sentence));
        return check && !broken.isEmpty() ? 1 : 0;
    }

    private void requireLab() {
        List<String> missing = new ArrayList<>(Lab.requirements());
        if (contenders.stream().anyMatch(Contender::isKeepalived)) {
            missing.addAll(KeepalivedPair.requirements());
        }
        if (!missing.isEmpty()) {
            throw new LabException(String.join(" ", missing));
        }
    }

    private void measure(Contender contender, boolean secondNetwork) throws IOException {
        List<Fault> wanted = faults.stream()
                .filter(fault -> fault.needsSecondNetwork() == secondNetwork && contender.knows(fault))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        try (HaPair pair = contender.raise(secondNetwork);
                FaultRunner runner = new FaultRunner(pair, seed, REST)) {
            for (Fault fault : wanted) {
                for (int run = 1; run <= runs; run++) {
                    keep(contender, run, runner.run(fault));
                }
            }
        }
    }

    private void keep(Contender contender, int run, FaultResult result) throws IOException {
        Measurement measurement = Measurement.of(contender, result);
        measurements.add(measurement);
        if (results != null) {
            Files.writeString(results, measurement.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        // Progress, apart from the table, which alone goes to standard output.
        System.err.printf(
                Locale.ROOT,
                "%-18s %-24s %3d/%d  %s -> %s  outage %4.0f ms  return %4.0f ms  extra moves %d  two owners %4.0f ms  two answering %4.0f ms%n",
                contender.title(),
                result.fault().description(),
                run,
                runs,
                result.from(),
                result.to(),
                measurement.outage(),
                measurement.atReturn(),
                measurement.extraMoves(),
                measurement.twoOwners(),
                measurement.twoAnswering());
    }

    /** Names have dashes, which an enum's constants cannot have. */
    static final class ContenderName implements CommandLine.ITypeConverter<Contender> {
        @Override
        public Contender convert(String value) {
            return Contender.of(value)
                    .orElseThrow(() -> new CommandLine.TypeConversionException("no contender \"" + value + "\""));
        }
    }
}
