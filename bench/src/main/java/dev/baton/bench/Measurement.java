package dev.baton.bench;

import dev.baton.lab.Fault;
import dev.baton.lab.FaultResult;
import java.util.Locale;

/**
 * One fault at one contender, all times in milliseconds. A line of a results file, separated by tabs.
 *
 * @param outage longest gap between two good answers, from the fault until the client was answered steadily
 * @param atReturn the same while the struck node came back
 * @param extraMoves moves of the address that nobody asked for
 * @param twoOwners longest time for which both kernels had the address
 * @param twoAnswering longest time for which both hosts answered ARP for it
 */
record Measurement(
        Contender contender,
        Fault fault,
        double outage,
        double atReturn,
        int extraMoves,
        double twoOwners,
        double twoAnswering) {

    private static final int FIELDS = 7;

    static Measurement of(Contender contender, FaultResult result) {
        return new Measurement(
                contender,
                result.fault(),
                result.takeover().outageMillis(),
                result.recovery().outageMillis(),
                result.extraMoves(),
                result.twoOwners().toNanos() / 1e6,
                result.twoAnswering().toNanos() / 1e6);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s\t%s\t%.1f\t%.1f\t%d\t%.1f\t%.1f",
                contender.option(),
                fault,
                outage,
                atReturn,
                extraMoves,
                twoOwners,
                twoAnswering);
    }

    /** @throws IllegalArgumentException if it is no such line; the message shows it */
    static Measurement parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a result: " + line);
        }
        return new Measurement(
                Contender.of(fields[0]).orElseThrow(() -> new IllegalArgumentException("no contender: " + line)),
                Fault.valueOf(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Integer.parseInt(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]));
    }
}
