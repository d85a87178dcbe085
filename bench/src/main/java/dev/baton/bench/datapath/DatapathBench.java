package dev.baton.bench.datapath;

import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Measures Baton's data path and HAProxy's in turns, and prints a table. */
public final class DatapathBench {

    private final Options options;
    private final List<Sample> samples = new ArrayList<>();

    private DatapathBench(Options options) {
        this.options = options;
    }

    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            fail(2, String.valueOf(e.getMessage()));
            return;
        }
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            fail(1, String.join(" ", missing));
        }
        try {
            new DatapathBench(options).run();
        } catch (LabException | IOException e) {
            fail(1, String.valueOf(e.getMessage()));
        }
    }

    private void run() throws IOException {
        Set<Part> steady = EnumSet.copyOf(options.parts());
        steady.removeAll(EnumSet.of(Part.IDLE, Part.SERVERS));
        if (!steady.isEmpty()) {
            measure(1, turn -> steady.forEach(part -> measure(part, turn)));
        }
        if (options.parts().contains(Part.SERVERS)) {
            for (int servers : Part.SERVER_COUNTS) {
                measure(servers, turn -> turn.http("HTTP, small answers, %d servers".formatted(servers)));
            }
        }
        if (options.parts().contains(Part.IDLE)) {
            for (int round = 1; round <= options.rounds(); round++) {
                try (Rig rig = Rig.start(1)) {
                    round(rig, round, Measurement::idle);
                }
            }
        }
        Summary summary = new Summary(samples);
        System.out.println(Machine.describe());
        System.out.println();
        System.out.println(summary.markdown());
        if (options.plots() != null) {
            Plots.write(summary, options.plots());
        }
    }

    private void measure(int servers, Consumer<Measurement> turns) {
        try (Rig rig = Rig.start(servers)) {
            for (Product product : Product.values()) {
                progress("warming up " + product.title());
                new Measurement(rig, product, options.seconds()).warmUp();
            }
            for (int round = 1; round <= options.rounds(); round++) {
                round(rig, round, turns);
            }
        }
    }

    /** Who went first last time goes second. */
    private void round(Rig rig, int round, Consumer<Measurement> turns) {
        List<Product> order = List.of(Product.values());
        for (Product product : round % 2 == 0 ? order : order.reversed()) {
            Measurement turn = new Measurement(rig, product, options.seconds());
            turns.accept(turn);
            samples.addAll(turn.samples());
            turn.samples()
                    .forEach(sample -> progress("round %d/%d  %-8s %s: %s %.3f"
                            .formatted(
                                    round,
                                    options.rounds(),
                                    product.title(),
                                    sample.part(),
                                    sample.metric().name(),
                                    sample.value())));
        }
    }

    private static void measure(Part part, Measurement turn) {
        switch (part) {
            case HTTP -> turn.http("HTTP, small answers");
            case RATE -> turn.rate();
            case TCP -> turn.tcp();
            case LARGE -> turn.large();
            case CONNECTIONS -> turn.connections();
            case SLOW -> turn.slow();
            case IDLE, SERVERS -> throw new IllegalArgumentException(part + " has a rig of its own");
        }
    }

    /** Apart from the table, which alone goes to standard output. */
    private static void progress(String line) {
        System.err.println(line);
    }

    private static void fail(int code, String message) {
        System.err.println("datapath: " + message);
        System.exit(code);
    }
}
