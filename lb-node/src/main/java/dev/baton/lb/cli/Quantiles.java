package dev.baton.lb.cli;

import java.util.List;
import java.util.Locale;

/** Reads a quantile out of classes of times, as Prometheus does: as if the times of a class were spread evenly. */
final class Quantiles {

    private Quantiles() {}

    /**
     * @param classes how many times fell into each
     * @param bounds the longest time of each class but the last, in milliseconds
     * @param share 0 to 1
     * @return in milliseconds; {@code -} when there were none
     */
    static String text(List<Long> classes, List<Double> bounds, double share) {
        long all = classes.stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return "-";
        }
        double wanted = all * share;
        double below = 0;
        for (int i = 0; i < bounds.size(); i++) {
            long here = classes.get(i);
            if (here > 0 && below + here >= wanted) {
                double from = i == 0 ? 0 : bounds.get(i - 1);
                double millis = from + (bounds.get(i) - from) * (wanted - below) / here;
                return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
            }
            below += here;
        }
        return String.format(Locale.ROOT, "> %.0f ms", bounds.getLast());
    }
}
