package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.Fault;
import dev.baton.lab.FaultResult;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailoverTableTest {
    @Test
    void eachFaultThatWasStruckHasItsMedianAndWorst() {
        FailoverTable table = new FailoverTable(List.of(
                result(Fault.KILL, 40, 4, 0, 1200),
                result(Fault.KILL, 90, 5, 1, 900),
                result(Fault.SWITCHOVER, 8, 3, 0, 0)));

        assertThat(table.markdown()).isEqualTo("""
                | fault | runs | median | worst | worst at return | extra moves | two owners at most |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                | kill -9 of the master | 2 | 65 | 90 | 5 | 1 | 1200 |
                | switchover | 1 | 8 | 8 | 3 | 0 | 0 |""");
        assertThat(table.text().lines()).hasSize(4);
    }

    private static FaultResult result(
            Fault fault, double outage, double atReturn, int extraMoves, long twoOwnersMillis) {
        return new FaultResult(
                fault,
                "lb1",
                "lb2",
                Instant.EPOCH,
                window(outage),
                window(atReturn),
                extraMoves,
                Duration.ofMillis(twoOwnersMillis));
    }

    private static WindowResult window(double outage) {
        return new WindowResult(1, 10, 10, Map.of(), outage, "1970-01-01T00:00:00Z", 1, Map.of());
    }
}
