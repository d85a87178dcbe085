package dev.baton.bench.datapath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws the costs of a run, one bar for each product, one picture for each metric. */
final class Plots {

    private static final List<Metric> COSTS =
            List.of(Metric.CPU, Metric.CPU_PER_MB, Metric.CPU_PER_CONNECTION, Metric.P99, Metric.RESIDENT);

    private Plots() {}

    /** @return the pictures for a document in the same directory, as Markdown */
    static String write(Summary summary, Path directory) throws IOException {
        List<String> links = new ArrayList<>();
        for (Metric metric : COSTS) {
            BarChart chart = new BarChart(metric.name());
            for (Summary.Row row : summary.rows()) {
                if (row.metric().equals(metric)) {
                    for (Product product : Product.values()) {
                        Optional<Double> median = summary.median(row, product);
                        median.ifPresent(value -> chart.add(row.part(), product, value, metric.decimals()));
                    }
                }
            }
            if (!chart.isEmpty()) {
                Files.writeString(directory.resolve(fileName(metric)), chart.svg());
                links.add("![%s](%s)".formatted(metric.name(), fileName(metric)));
            }
        }
        return String.join("\n\n", links);
    }

    private static String fileName(Metric metric) {
        return "datapath-"
                + metric.name().replaceFirst(",.*", "").replace(' ', '-').toLowerCase(Locale.ROOT)
                + ".svg";
    }
}
