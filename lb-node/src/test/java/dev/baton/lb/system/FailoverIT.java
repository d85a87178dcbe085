package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.Fault;
import dev.baton.lab.FaultResult;
import dev.baton.lab.FaultRunner;
import dev.baton.lab.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults under a client that sends a new request every 2 ms, with the bounds that the README promises for the default
 * configuration. {@code bench/failover} runs more of them and writes tables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverIT {

    private static final int RUNS = Integer.getInteger("baton.faults", 4);

    /** No address may be on two nodes for longer than the lease, which is what fences a node that has died. */
    private static final long LEASE_MILLIS = 2_000;
    /** The kernel looks for expired addresses up to this much later. */
    private static final long KERNEL_SLACK_MILLIS = 400;

    private Pair pair;
    private FaultRunner faults;

    @BeforeAll
    void raise() {
        pair = PairSupport.raise();
        faults = new FaultRunner(pair);
    }

    @AfterAll
    @SuppressWarnings("NullAway") // null when the lab could not be raised
    void clear() {
        if (faults != null) {
            faults.close();
        }
        if (pair != null) {
            pair.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"KILL, 250", "LINK, 400", "TERM, 100", "SWITCHOVER, 100"})
    void theClientSeesAnOutageWithinTheBound(Fault fault, double boundMillis) {
        List<FaultResult> results = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            FaultResult result = faults.run(fault);
            PairSupport.report(result);
            results.add(result);
        }

        assertThat(results).allSatisfy(result -> {
            assertThat(result.takeover().outageMillis()).isLessThanOrEqualTo(boundMillis);
            assertThat(result.extraMoves()).isZero();
            assertThat(result.twoOwners().toMillis()).isLessThanOrEqualTo(LEASE_MILLIS + KERNEL_SLACK_MILLIS);
        });
    }
}
