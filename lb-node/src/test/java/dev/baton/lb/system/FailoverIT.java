package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.Fault;
import dev.baton.lab.FaultResult;
import dev.baton.lab.FaultRunner;
import dev.baton.lab.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults under a client that sends a new request every 2 ms. One run in three may be disturbed by what else the machine
 * does, so the tighter bound holds for the median. {@code bench/failover} runs more of them against the promises that
 * users are made, and writes tables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverIT {

    /**
     * A kernel that asked for a neighbour in vain when its link had just come back asks again after a second
     * ({@code retrans_time_ms}). Until then the node can neither answer that client nor ask that server.
     */
    private static final Duration REST = Duration.ofMillis(1500);

    private static final int RUNS = Integer.getInteger("baton.faults", 3);

    /** No address may be on two nodes for longer than the lease, which is what fences a node that has died. */
    private static final long LEASE_MILLIS = 2_000;
    /** The kernel looks for expired addresses up to this much later. */
    private static final long KERNEL_SLACK_MILLIS = 400;

    private Pair pair;
    private FaultRunner faults;

    @BeforeAll
    void raise() {
        pair = PairSupport.raise();
        faults = new FaultRunner(pair, 1, REST);
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
    @CsvSource({"KILL, 250", "LINK, 400", "TERM, 200", "SWITCHOVER, 200"})
    void theClientSeesAnOutageWithinTheBound(Fault fault, double medianBoundMillis) {
        List<FaultResult> results = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            FaultResult result = faults.run(fault);
            PairSupport.report(result);
            results.add(result);
        }

        assertThat(median(results)).isLessThanOrEqualTo(medianBoundMillis);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.takeover().outageMillis()).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);
            assertThat(result.extraMoves()).isZero();
            assertThat(result.twoOwners().toMillis()).isLessThanOrEqualTo(LEASE_MILLIS + KERNEL_SLACK_MILLIS);
        });
    }

    /** The lower of the two in the middle. */
    private static double median(List<FaultResult> results) {
        return results.stream()
                .mapToDouble(result -> result.takeover().outageMillis())
                .sorted()
                .skip((results.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
