package dev.baton.ha.vrrp;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Thousands of clusters under faults, each from a seed. {@code -Dbaton.sim.seeds=N} runs N of them,
 * {@code -Dbaton.sim.first=S} begins with seed S: with N = 1 that replays one and prints its trace.
 */
class SimulationTest {

    private static final long CHAOS = Duration.ofSeconds(8).toNanos();

    /** An abandoned address lasts one lease, a failed binding is tried again after at most 4 s in this time. */
    private static final long SETTLE = Duration.ofSeconds(6).toNanos();

    private static final long QUIET = Duration.ofSeconds(4).toNanos();

    @Test
    void oneOwnerFollowsFromEverySeed() {
        long first = Long.getLong("baton.sim.first", 1);
        long count = Long.getLong("baton.sim.seeds", 2_000);
        for (long seed = first; seed < first + count; seed++) {
            try {
                run(new SimCluster(seed, false));
            } catch (SimCluster.InvariantViolated e) {
                fail("seed " + seed + ": " + e.getMessage() + "\n" + replay(seed));
            }
        }
        if (count == 1) {
            System.err.println(replay(first));
        }
    }

    private static String replay(long seed) {
        SimCluster cluster = new SimCluster(seed, true);
        try {
            run(cluster);
        } catch (SimCluster.InvariantViolated _) {
            // The trace ends with it.
        }
        return cluster.trace();
    }

    private static void run(SimCluster cluster) {
        SimFaults faults = new SimFaults(cluster);
        faults.rage(CHAOS);
        cluster.runUntil(CHAOS, () -> {});
        faults.cease();
        cluster.runUntil(CHAOS + SETTLE, () -> {});
        int before = cluster.transitions();
        cluster.runUntil(CHAOS + SETTLE + QUIET, () -> checkSettled(cluster, before));
    }

    private static void checkSettled(SimCluster cluster, int transitionsBefore) {
        List<SimNode> owners = cluster.owners();
        cluster.check(
                owners.size() == 1,
                () -> "owners in quiet: "
                        + owners.stream().map(node -> node.name).toList());
        SimNode owner = owners.getFirst();
        for (SimNode node : cluster.nodes) {
            if (node.running) {
                cluster.check(
                        (node.router().role() == Role.MASTER) == (node == owner),
                        () -> node.name + " is " + node.router().role() + " but " + owner.name + " owns the address");
                cluster.check(
                        node.router().master().equals(owner.name),
                        () -> node.name + " takes " + node.router().master() + " for the master");
            }
        }
        cluster.check(cluster.transitions() == transitionsBefore, () -> "a role changes in quiet");
    }
}
