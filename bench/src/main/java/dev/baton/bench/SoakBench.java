package dev.baton.bench;

import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.RunningProgram;
import dev.baton.lab.soak.Soak;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@link Soak} in a namespace and shows what it says. */
@Command(
        name = "bench/soak",
        mixinStandardHelpOptions = true,
        description = "Send mixed traffic through a node while its servers are killed, drained and restarted.",
        footer = {"", "Ends with 1 if a client saw an error that a perfect balancer would not show."})
public final class SoakBench implements Callable<Integer> {

    @Option(
            names = "--minutes",
            defaultValue = "10",
            paramLabel = "N",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--seed", paramLabel = "N", description = "Of what happens (default: another one each time).")
    private long seed = System.nanoTime();

    public static void main(String[] args) {
        System.exit(new CommandLine(new SoakBench()).execute(args));
    }

    @Override
    public Integer call() {
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            throw new LabException(String.join(" ", missing));
        }
        try (Lab lab = Lab.create()) {
            Host host = lab.host("soak", "10.9.0.1/24");
            Path directory = lab.directory().resolve("soak");
            RunningProgram program = host.start(
                    lab.directory().resolve("soak.log"), Soak.command(directory, Duration.ofMinutes(minutes), seed));
            program.onLine(System.out::println);
            return program.awaitExit(Duration.ofMinutes(minutes + 3));
        }
    }
}
