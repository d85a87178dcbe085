package dev.baton.bench.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** All rounds in one table: a row for each figure, medians, and by how many times Baton differs. */
record Summary(List<Sample> samples) {

    Summary {
        samples = List.copyOf(samples);
    }

    /** The lines of the table, in the order of measuring. */
    record Row(String part, Metric metric) {}

    List<Row> rows() {
        return samples.stream()
                .map(sample -> new Row(sample.part(), sample.metric()))
                .distinct()
                .toList();
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| | | HAProxy | Baton | Baton / HAProxy |");
        lines.add("| --- | --- | ---: | ---: | ---: |");
        for (Row row : rows()) {
            lines.add("| %s | %s | %s | %s | %s |"
                    .formatted(
                            row.part(),
                            row.metric().name(),
                            figure(row, Product.HAPROXY),
                            figure(row, Product.BATON),
                            ratio(row)
                                    .map(r -> String.format(Locale.ROOT, "%.2f", r))
                                    .orElse("")));
        }
        return String.join("\n", lines);
    }

    /** Of an even number, the mean of the two in the middle. */
    Optional<Double> median(Row row, Product product) {
        List<Double> sorted = values(row, product);
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        int n = sorted.size();
        return Optional.of((sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2);
    }

    /** Of each round the two products' figures stand beside one another; the ratio is that of the medians. */
    private Optional<Double> ratio(Row row) {
        return median(row, Product.BATON)
                .flatMap(baton ->
                        median(row, Product.HAPROXY).filter(h -> h != 0).map(h -> baton / h));
    }

    private String figure(Row row, Product product) {
        return median(row, product)
                .map(median -> {
                    List<Double> sorted = values(row, product);
                    int decimals = row.metric().decimals();
                    return sorted.size() == 1
                            ? text(median, decimals)
                            : "%s (%s to %s)"
                                    .formatted(
                                            text(median, decimals),
                                            text(sorted.getFirst(), decimals),
                                            text(sorted.getLast(), decimals));
                })
                .orElse("");
    }

    private List<Double> values(Row row, Product product) {
        return samples.stream()
                .filter(sample -> sample.product() == product
                        && sample.part().equals(row.part())
                        && sample.metric().equals(row.metric()))
                .map(Sample::value)
                .sorted()
                .collect(Collectors.toList());
    }

    private static String text(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
