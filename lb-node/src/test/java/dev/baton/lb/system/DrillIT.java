package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code baton drill} on a real pair, beside a client that knows nothing of it. */
class DrillIT {

    /**
     * By how much the drill's figure may be above that of the client outside, in milliseconds. On a quiet machine they
     * differ by a few; on a busy one the client outside, which watches for longer, sees other gaps as well.
     */
    private static final double APART = 10;

    private Pair pair;

    @BeforeEach
    void raise() {
        pair = PairSupport.raise();
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null when the lab could not be raised
    void clear() {
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    void itMovesTheAddressesThereAndBackAndSaysWhatAClientOutsideSees() throws Exception {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        try (OutageProbe outside = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            outside.awaitSteady(PairSupport.PATIENCE);
            outside.mark();
            ExecResult drill = heir.command("drill", "--bound", "1s", "-o", "json");
            double seen = outside.mark().outageMillis();

            assertThat(drill.exitCode()).as(drill.toString()).isZero();
            JsonNode report = new ObjectMapper().readTree(drill.out());
            double measured = report.at("/moves/0/outage_ms").asDouble();
            PairSupport.log.info("drill: {} ms; a client outside: {} ms", measured, seen);
            assertThat(report.at("/moves/0/from").asText()).isEqualTo(master.name());
            assertThat(report.at("/moves/0/to").asText()).isEqualTo(heir.name());
            assertThat(measured).isPositive().isLessThanOrEqualTo(seen + APART);
            assertThat(report.path("timeline").toString())
                    .contains("switchover to " + heir.name(), master.name() + " gave the addresses up to this node");
        }
        pair.awaitWhole();
        ExecResult there = heir.command("drill", "--bound", "1s", "--return");
        assertThat(there.out())
                .contains(
                        heir.name() + " -> " + master.name() + ": ",
                        master.name() + " -> " + heir.name() + ": ",
                        "the bound of 1000 ms held");
        assertThat(pair.master().name()).isEqualTo(heir.name());
    }

    @Test
    void aBoundThatDoesNotHoldIsANoAndTheAddressesStayServed() {
        ExecResult drill = pair.master().command("drill", "--bound", "1ms");
        assertThat(drill.exitCode()).as(drill.toString()).isEqualTo(1);
        assertThat(drill.out()).contains("did not hold");
        pair.awaitWhole();
    }

    @Test
    void itIsRefusedWhileThereIsSomethingToMend() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        heir.command("maintenance", "on").orThrow();
        ExecResult drill = master.command("drill");
        assertThat(drill.exitCode()).isEqualTo(1);
        assertThat(drill.err()).contains("a drill is not safe now", heir.name(), "in maintenance", "--force");
        assertThat(pair.master().name()).isEqualTo(master.name());
    }

    @Test
    void whatCannotBeAskedMovesNothing() {
        BatonNode master = pair.master();
        ExecResult drill = master.command("drill", "--at", "http://10.9.0.100:9");
        assertThat(drill.exitCode()).isEqualTo(1);
        assertThat(drill.err()).contains("http://10.9.0.100:9 gives no good answers from here", "refused");
        assertThat(pair.master().name()).isEqualTo(master.name());
        assertThat(master.command("drill", "--at", "10.9.0.100:80").exitCode()).isEqualTo(2);
        assertThat(master.command("drill", "mail").err()).contains("there is no floating IP group \"mail\"");
    }
}
