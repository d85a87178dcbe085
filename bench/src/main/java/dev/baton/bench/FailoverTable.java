package dev.baton.bench;

import dev.baton.lab.Fault;
import dev.baton.lab.FaultResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Results of many faults, one row a fault. All times in milliseconds. */
record FailoverTable(List<FaultResult> results) {
    private static final List<String> TITLES =
            List.of("fault", "runs", "median", "worst", "worst at return", "extra moves", "two owners at most");

    FailoverTable {
        results = List.copyOf(results);
    }

    /** For a terminal. */
    String text() {
        return rows().stream()
                .map(row -> String.format(Locale.ROOT, "%-24s %6s %8s %8s %16s %12s %19s", row.toArray()))
                .collect(Collectors.joining("\n", "outage seen by a client that asks every 2 ms, in ms\n", ""));
    }

    /** For a document. */
    String markdown() {
        List<List<String>> rows = new ArrayList<>(rows());
        rows.add(
                1,
                TITLES.stream()
                        .map(title -> title.equals("fault") ? "---" : "---:")
                        .toList());
        return rows.stream().map(row -> "| " + String.join(" | ", row) + " |").collect(Collectors.joining("\n"));
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        for (Fault fault : Fault.values()) {
            List<FaultResult> runs =
                    results.stream().filter(result -> result.fault() == fault).toList();
            if (!runs.isEmpty()) {
                rows.add(List.of(
                        fault.description(),
                        String.valueOf(runs.size()),
                        median(runs),
                        worst(runs, result -> result.takeover().outageMillis()),
                        worst(runs, result -> result.recovery().outageMillis()),
                        String.valueOf(
                                runs.stream().mapToInt(FaultResult::extraMoves).sum()),
                        worst(runs, result -> result.twoOwners().toNanos() / 1e6)));
            }
        }
        return rows;
    }

    /** Of an even number, the mean of the two in the middle. */
    private static String median(List<FaultResult> runs) {
        double[] sorted = runs.stream()
                .mapToDouble(result -> result.takeover().outageMillis())
                .sorted()
                .toArray();
        return millis((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
    }

    private static String worst(List<FaultResult> runs, ToDoubleFunction<FaultResult> value) {
        return millis(runs.stream().mapToDouble(value).max().orElse(0));
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
