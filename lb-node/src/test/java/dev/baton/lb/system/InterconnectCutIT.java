package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The nodes talk on a network of their own, and only that one is cut: keepalived has two masters then. */
class InterconnectCutIT {

    private static final int RUNS = Integer.getInteger("baton.faults", 2);

    @Test
    void theMasterStaysAndNobodyElseBinds() {
        PairSupport.requireLab();
        try (Pair pair = Pair.raise(Pair.CONFIG_OWN_INTERCONNECT, 2, Map.of());
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            client.awaitSteady(Duration.ofSeconds(10));
            Instant begin = Instant.now();
            client.mark();
            for (int run = 0; run < RUNS; run++) {
                BatonNode backup = pair.peerOf(pair.master());
                // The master's cable and the backup's in turn.
                BatonNode cut = run % 2 == 0 ? backup : pair.master();

                cut.host().linkDown(Pair.SECOND_NETWORK);
                PairSupport.await(
                        "an alarm at the backup",
                        Duration.ofSeconds(10),
                        () -> problems(backup).contains("check the interconnect"));
                assertThat(backup.command("why").orThrow().out())
                        .containsPattern("BACKUP for .*: ")
                        .containsPattern("master lb[12] was heard last, and is silent now")
                        .containsPattern("asks the LAN (who answers for the addresses, since no |again in )")
                        .contains("their owner lives although it is not heard: check the interconnect")
                        .contains("takes over once nobody answers for them");
                cut.host().linkUp(Pair.SECOND_NETWORK);
                pair.awaitWhole();

                WindowResult seen = client.mark();
                PairSupport.log.info(
                        "interconnect cut at {}: {} requests, largest gap {}",
                        cut.name(),
                        seen.requests(),
                        seen.outage());
                assertThat(seen.failed())
                        .as(() -> "%s%n%s".formatted(seen.gaps(), pair.describe()))
                        .isEmpty();
                assertThat(seen.outageMillis()).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);
                assertThat(pair.owners().changesSince(begin))
                        .as(pair.describe())
                        .isEmpty();
                assertThat(alarms(backup)).hasSize(run + 1);
            }
        }
    }

    private static String problems(BatonNode node) {
        return node.status().orElseThrow().path("problems").toString();
    }

    private static List<String> alarms(BatonNode node) {
        return node.program().lines().stream()
                .filter(line -> line.contains("WARN") && line.contains("only the interconnect is cut"))
                .toList();
    }
}
