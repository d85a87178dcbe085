package dev.baton.bench.datapath;

import java.util.Locale;

/** One figure of one turn. A line of a results file, separated by tabs. */
record Sample(String part, Product product, Metric metric, double value) {

    private static final int FIELDS = 5;

    String line() {
        return String.format(Locale.ROOT, "%s\t%s\t%s\t%d\t%s", part, product, metric.name(), metric.decimals(), value);
    }

    /** @throws IllegalArgumentException if it is no such line; the message shows it */
    static Sample parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a result: " + line);
        }
        return new Sample(
                fields[0],
                Product.valueOf(fields[1]),
                new Metric(fields[2], Integer.parseInt(fields[3])),
                Double.parseDouble(fields[4]));
    }
}
