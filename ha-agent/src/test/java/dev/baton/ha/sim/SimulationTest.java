package dev.baton.ha.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many clusters under faults, each from a seed. A seed that fails is printed, with what happened and how to replay it. */
class SimulationTest {

    private static final long SEEDS = 10_000;

    @BeforeAll
    static void silence() {
        Simulate.silence();
    }

    @Test
    void everySeedKeepsAllPromises() throws InterruptedException {
        List<Run> broken = Collections.synchronizedList(new ArrayList<>());
        Simulate simulate = new Simulate(1, SEEDS, broken::add);
        simulate.run(2);
        System.err.println("simulation: " + simulate.runs() + " seeds, faults " + simulate.faults());
        assertThat(simulate.runs()).isEqualTo(SEEDS);
        assertThat(simulate.faults()).as("mix of faults").containsOnlyKeys(Fault.values());
        assertThat(broken)
                .as(() -> broken.isEmpty() ? "" : describe(broken.getFirst().seed()))
                .isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(Run.of(4711, true).trace())
                .isNotEmpty()
                .isEqualTo(Run.of(4711, true).trace());
    }

    private static String describe(long seed) {
        return "bench/simulate --seed " + seed + " --trace\n"
                + Run.of(seed, true).trace();
    }
}
