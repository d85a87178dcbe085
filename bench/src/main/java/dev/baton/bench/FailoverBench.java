package dev.baton.bench;

import dev.baton.lab.Fault;
import dev.baton.lab.FaultResult;
import dev.baton.lab.FaultRunner;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Strikes the master of a pair, each fault many times in a row, and prints what a client saw. */
public final class FailoverBench {
    private static final int DEFAULT_RUNS = 20;

    private FailoverBench() {}

    public static void main(String[] args) {
        int runs = DEFAULT_RUNS;
        boolean markdown = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--markdown")) {
                markdown = true;
            } else if (args[i].equals("--runs") && i + 1 < args.length && args[i + 1].matches("[1-9][0-9]{0,3}")) {
                runs = Integer.parseInt(args[++i]);
            } else {
                fail(2, "unexpected \"" + args[i] + "\"; usage: bench/failover [--runs N] [--markdown]");
            }
        }
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            fail(1, String.join(" ", missing));
        }
        try {
            FailoverTable table = measure(runs);
            System.out.println(markdown ? table.markdown() : table.text());
        } catch (LabException e) {
            fail(1, String.valueOf(e.getMessage()));
        }
    }

    private static FailoverTable measure(int runs) {
        List<FaultResult> results = new ArrayList<>();
        try (Pair pair = Pair.raise();
                FaultRunner runner = new FaultRunner(pair)) {
            for (Fault fault : Fault.values()) {
                for (int run = 1; run <= runs; run++) {
                    FaultResult result = runner.run(fault);
                    results.add(result);
                    // Progress, apart from the table, which alone goes to standard output.
                    System.err.printf(
                            Locale.ROOT,
                            "%-24s %2d/%d  %s -> %s  outage %4.0f ms  return %4.0f ms  extra moves %d  two owners %4d ms%n",
                            fault.description(),
                            run,
                            runs,
                            result.from(),
                            result.to(),
                            result.takeover().outageMillis(),
                            result.recovery().outageMillis(),
                            result.extraMoves(),
                            result.twoOwners().toMillis());
                }
            }
        }
        return new FailoverTable(results);
    }

    private static void fail(int code, String message) {
        System.err.println("failover: " + message);
        System.exit(code);
    }
}
