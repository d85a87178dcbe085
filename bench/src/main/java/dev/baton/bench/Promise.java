package dev.baton.bench;

import dev.baton.lab.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What Baton promises for its default configuration, in milliseconds, on a machine that does nothing else.
 *
 * @param median of the outages
 * @param worst of the outages
 * @param twoAnswering for how long two hosts may answer ARP
 */
record Promise(double median, double worst, double twoAnswering) {

    /** A kernel takes an address off up to 0.4 s after the end of its lease of 2 s. */
    private static final double LEASE_AND_SLACK = 2_500;

    private static final double ONE_ADVERTISEMENT = 50;

    static Promise of(Fault fault) {
        return switch (fault) {
            case KILL -> new Promise(50, 100, ONE_ADVERTISEMENT);
            case LINK -> new Promise(120, 200, ONE_ADVERTISEMENT);
            case TERM, SWITCHOVER -> new Promise(20, 50, ONE_ADVERTISEMENT);
            case STOP -> new Promise(LEASE_AND_SLACK, LEASE_AND_SLACK, 0);
            case PAUSE -> new Promise(LEASE_AND_SLACK, LEASE_AND_SLACK, ONE_ADVERTISEMENT);
            case INTERCONNECT -> new Promise(20, 50, 0);
        };
    }

    /** What was not kept, one sentence each. */
    static List<String> broken(FailoverTable table) {
        List<String> broken = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            List<Measurement> runs = table.runs(Contender.BATON, fault);
            if (!runs.isEmpty()) {
                of(fault).judge(fault, runs, broken);
            }
        }
        return broken;
    }

    private void judge(Fault fault, List<Measurement> runs, List<String> broken) {
        compare(fault, "median outage", FailoverTable.median(runs), median, broken);
        compare(
                fault,
                "worst outage",
                max(runs.stream().map(Measurement::outage).toList()),
                worst,
                broken);
        compare(
                fault,
                "two hosts answering",
                max(runs.stream().map(Measurement::twoAnswering).toList()),
                twoAnswering,
                broken);
        compare(
                fault,
                "extra moves",
                runs.stream().mapToInt(Measurement::extraMoves).sum(),
                0,
                broken);
    }

    private static void compare(Fault fault, String what, double found, double allowed, List<String> broken) {
        if (found > allowed) {
            broken.add(String.format(
                    Locale.ROOT, "%s: %s %.0f, promised %.0f", fault.description(), what, found, allowed));
        }
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
