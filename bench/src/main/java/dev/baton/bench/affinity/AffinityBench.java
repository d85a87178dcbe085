package dev.baton.bench.affinity;

import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the replication of the table of clients. */
@Command(
        name = "bench/affinity",
        mixinStandardHelpOptions = true,
        description = "Measure how fast nodes come to remember the same, and what that costs.",
        footer = {"", "Parts: rate, burst, join (tables alone), traffic, cost (a pair of nodes under traffic)."})
public final class AffinityBench implements Callable<Integer> {

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            defaultValue = "rate,burst,join,traffic,cost",
            description = "Which (default: ${DEFAULT-VALUE}).")
    private List<String> parts;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Changes a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each load lasts (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Clients of burst, join and traffic (default: ${DEFAULT-VALUE}).")
    private int entries;

    @Option(
            names = "--transport",
            paramLabel = "udp|tcp",
            defaultValue = "udp",
            description = "Of the tables alone (default: ${DEFAULT-VALUE}).")
    private String transport;

    public static void main(String[] args) {
        System.exit(new CommandLine(new AffinityBench()).execute(args));
    }

    @Override
    public Integer call() {
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            throw new LabException(String.join(" ", missing));
        }
        for (String part : parts) {
            switch (part) {
                case "rate" -> print(TableRig.run(transport, rig -> rig.rate(rate, seconds)));
                case "burst" -> print(TableRig.run(transport, rig -> rig.burst(entries)));
                case "join" -> print(TableRig.run(transport, rig -> rig.join(entries)));
                case "traffic" -> print(new TrafficRig(seconds).join(entries));
                case "cost" -> print(new TrafficRig(seconds).cost());
                default -> throw new LabException("there is no part \"" + part + "\"");
            }
        }
        return 0;
    }

    private static void print(List<String> lines) {
        lines.forEach(System.out::println);
    }
}
