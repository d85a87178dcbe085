package dev.baton.bench;

import dev.baton.lab.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One row for each fault and contender. All times in milliseconds. */
record FailoverTable(List<Measurement> measurements) {
    private static final List<String> TITLES = List.of(
            "fault", "contender", "runs", "median", "worst", "at return", "extra moves", "two owners", "two answering");

    FailoverTable {
        measurements = List.copyOf(measurements);
    }

    /** For a terminal. */
    String text() {
        return rows().stream()
                .map(row -> String.format(Locale.ROOT, "%-24s %-18s %5s %7s %7s %10s %12s %11s %14s", row.toArray()))
                .collect(Collectors.joining("\n", "outage seen by a client that asks every 2 ms, in ms\n", ""));
    }

    /** For a document. */
    String markdown() {
        List<List<String>> rows = new ArrayList<>(rows());
        rows.add(
                1,
                TITLES.stream()
                        .map(title -> title.equals("fault") || title.equals("contender") ? "---" : "---:")
                        .toList());
        return rows.stream().map(row -> "| " + String.join(" | ", row) + " |").collect(Collectors.joining("\n"));
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        for (Fault fault : Fault.values()) {
            for (Contender contender : Contender.values()) {
                List<Measurement> runs = runs(contender, fault);
                if (!runs.isEmpty()) {
                    rows.add(row(fault, contender, runs));
                }
            }
        }
        return rows;
    }

    private static List<String> row(Fault fault, Contender contender, List<Measurement> runs) {
        return List.of(
                fault.description(),
                contender.title(),
                String.valueOf(runs.size()),
                millis(median(runs)),
                worst(runs, Measurement::outage),
                worst(runs, Measurement::atReturn),
                String.valueOf(runs.stream().mapToInt(Measurement::extraMoves).sum()),
                worst(runs, Measurement::twoOwners),
                worst(runs, Measurement::twoAnswering));
    }

    List<Measurement> runs(Contender contender, Fault fault) {
        return measurements.stream()
                .filter(each -> each.fault() == fault && each.contender() == contender)
                .toList();
    }

    /** The median outage; of an even number, the mean of the two in the middle. */
    static double median(List<Measurement> runs) {
        double[] sorted =
                runs.stream().mapToDouble(Measurement::outage).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static String worst(List<Measurement> runs, ToDoubleFunction<Measurement> value) {
        return millis(runs.stream().mapToDouble(value).max().orElse(0));
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
