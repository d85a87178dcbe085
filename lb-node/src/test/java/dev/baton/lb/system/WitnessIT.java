package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A switch port goes deaf: carrier, and nothing behind it. Only the witness tells a node that it is the one cut off. */
class WitnessIT {

    /** The client stands in for the gateway. */
    private static final String CONFIG = Pair.CONFIG.replace("  nodes:\n", "  witness: [10.9.0.50]\n  nodes:\n");

    @Test
    void whoIsCutOffGivesUpAndTheOtherTakesOver() {
        PairSupport.requireLab();
        try (Pair pair = Pair.raise(CONFIG, 2, Map.of());
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            BatonNode master = pair.master();
            BatonNode heir = pair.peerOf(master);
            client.awaitSteady(Duration.ofSeconds(10));
            client.mark();

            master.host().cutOff();
            pair.owners().awaitHeldBy(heir.name(), Duration.ofSeconds(5));
            client.awaitSteady(Duration.ofSeconds(10));
            WindowResult seen = client.mark();
            pair.owners().awaitReleasedBy(master.name(), Duration.ofSeconds(5));

            PairSupport.log.info("deaf port of the master: outage {}", seen.outage());
            assertThat(seen.outageMillis()).as(pair.describe()).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);
            PairSupport.awaitLogged(master, "isolated");

            master.host().reconnect();
            pair.awaitWhole();
            assertThat(pair.master().name()).isEqualTo(heir.name());
        }
    }

    @Test
    void aBackupThatIsCutOffTakesNothing() {
        PairSupport.requireLab();
        try (Pair pair = Pair.raise(CONFIG, 2, Map.of())) {
            BatonNode master = pair.master();
            BatonNode backup = pair.peerOf(master);
            Instant begin = Instant.now();

            backup.host().cutOff();
            PairSupport.await(
                    "the backup's isolation",
                    Duration.ofSeconds(10),
                    () -> backup.status()
                            .orElseThrow()
                            .path("problems")
                            .toString()
                            .contains("isolated"));
            backup.host().reconnect();
            pair.awaitWhole();

            assertThat(pair.owners().changesSince(begin)).as(pair.describe()).isEmpty();
        }
    }
}
