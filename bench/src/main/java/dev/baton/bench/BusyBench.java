package dev.baton.bench;

import dev.baton.lab.BusyLoops;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.OwnerMonitor;
import dev.baton.lab.Pair;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps the machine of a pair fully loaded and counts false failovers: the default timing has to survive that. */
@Command(
        name = "bench/busy",
        mixinStandardHelpOptions = true,
        description = "Run programs that never rest beside a pair under steady traffic, and count false failovers.",
        footer = {"", "Ends with 1 if an address moved."})
public final class BusyBench implements Callable<Integer> {

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--loops", paramLabel = "N", description = "How many (default: three for each core).")
    private int loops = BusyLoops.usualNumber();

    @Option(
            names = "--heartbeat",
            paramLabel = "DURATION",
            defaultValue = "",
            description = "As in the configuration, for example 20ms (default: the program's).")
    private String heartbeat;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BusyBench()).execute(args));
    }

    @Override
    public Integer call() {
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            throw new LabException(String.join(" ", missing));
        }
        String config = heartbeat.isEmpty()
                ? Pair.CONFIG
                : Pair.CONFIG.replace("  insecure: true\n", "  insecure: true\n  heartbeat: " + heartbeat + "\n");
        try (Pair pair = Pair.raise(config);
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            Instant begin = Instant.now();
            client.mark();
            BusyLoops.start(pair.lab(), pair.client(), loops, Duration.ofMinutes(minutes))
                    .await();
            WindowResult seen = client.mark();
            List<OwnerMonitor.Change> changes = pair.owners().changesSince(begin);
            System.out.printf(
                    Locale.ROOT,
                    "%d busy loops for %d min: %d changes of addresses; %d of %d requests answered, largest gap %.0f ms%n",
                    loops,
                    minutes,
                    changes.size(),
                    seen.ok(),
                    seen.requests(),
                    seen.outageMillis());
            if (!changes.isEmpty()) {
                System.out.println(pair.describe());
            }
            return changes.isEmpty() ? 0 : 1;
        }
    }
}
