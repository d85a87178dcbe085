package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.WindowResult;
import dev.baton.lab.WindowResult.Gap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code baton drill} on a real pair, beside a client that knows nothing of it. */
class DrillIT {

    /**
     * By how much the figures of the drill and of the client outside may differ, in milliseconds, in half of the drills or
     * more: on a busy machine one of the two has to wait for a core now and then.
     */
    private static final double APART = 10;

    private static final int DRILLS = 5;

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
    void itMovesTheAddressesThereAndBack() throws Exception {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);
        JsonNode report = drill(heir);
        JsonNode move = report.at("/moves/0");
        assertThat(move.path("from").asText()).isEqualTo(master.name());
        assertThat(move.path("to").asText()).isEqualTo(heir.name());
        assertThat(move.path("outage_ms").asDouble()).isPositive();
        assertThat(report.path("timeline").toString())
                .contains("switchover to " + heir.name(), master.name() + " gave the addresses up to this node");
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
    void itSaysWhatAClientOutsideSees() throws Exception {
        List<Double> apart = new ArrayList<>();
        try (OutageProbe outside = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            for (int i = 0; i < DRILLS; i++) {
                pair.awaitWhole();
                outside.awaitSteady(PairSupport.PATIENCE);
                outside.mark();
                JsonNode move = drill(pair.master()).at("/moves/0");
                WindowResult seen = outside.mark();
                Gap said =
                        new Gap(move.path("at").asText(), move.path("outage_ms").asDouble());
                // What the client outside saw at that time: it watches for longer, and sees other gaps as well.
                double gap = seen.gaps().stream()
                        .filter(said::overlaps)
                        .mapToDouble(Gap::millis)
                        .max()
                        .orElse(0);
                PairSupport.log.info(
                        "drill: {} ms (late by {}); a client outside: {} ms (late by {})",
                        said.millis(),
                        move.path("late_ms").asDouble(),
                        gap,
                        seen.lateMillis());
                apart.add(Math.abs(said.millis() - gap));
            }
        }
        assertThat(apart.stream().filter(each -> each <= APART))
                .as("by how much they differ: %s", apart)
                .hasSizeGreaterThan(DRILLS / 2);
    }

    private static JsonNode drill(BatonNode from) throws IOException {
        ExecResult drill = from.command("drill", "--bound", "1s", "-o", "json");
        assertThat(drill.exitCode()).as(drill.toString()).isZero();
        return new ObjectMapper().readTree(drill.out());
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
