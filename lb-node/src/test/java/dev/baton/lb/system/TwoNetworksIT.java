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

/** Heartbeats over the service LAN and over a network of their own. */
class TwoNetworksIT {

    private static final String CONFIG = Pair.CONFIG
            .replace("name: lb1, address: 10.9.0.1,", "name: lb1, addresses: [10.9.0.1, 10.8.0.1],")
            .replace("name: lb2, address: 10.9.0.2,", "name: lb2, addresses: [10.9.0.2, 10.8.0.2],");

    @Test
    void theLossOfOneNetworkIsReportedAndMovesNothing() {
        PairSupport.requireLab();
        try (Pair pair = Pair.raise(CONFIG, 2, Map.of());
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            BatonNode master = pair.master();
            BatonNode backup = pair.peerOf(master);
            Instant begin = Instant.now();
            client.mark();

            master.host().linkDown(Pair.SECOND_NETWORK);
            PairSupport.await(
                    "the loss in the status",
                    Duration.ofSeconds(10),
                    () -> problems(backup)
                            .contains("node " + master.name() + " is not heard on the network of 10.8.0."));

            assertThat(pair.owners().changesSince(begin)).as(pair.describe()).isEmpty();
            assertThat(client.mark().failures()).isZero();

            master.host().linkUp(Pair.SECOND_NETWORK);
            pair.awaitWhole();
        }
    }

    @Test
    void aDeadProcessIsNoticedOnEitherNetwork() {
        PairSupport.requireLab();
        try (Pair pair = Pair.raise(CONFIG, 2, Map.of());
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            BatonNode master = pair.master();
            BatonNode heir = pair.peerOf(master);
            master.host().linkDown(Pair.SECOND_NETWORK);
            client.awaitSteady(Duration.ofSeconds(10));
            client.mark();

            master.program().kill("KILL");
            pair.owners().awaitHeldBy(heir.name(), Duration.ofSeconds(5));
            client.awaitSteady(Duration.ofSeconds(10));

            WindowResult seen = client.mark();
            PairSupport.log.info("kill -9 with one of two networks lost: outage {}", seen.outage());
            assertThat(seen.outageMillis()).as(pair.describe()).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);
        }
    }

    /** The nodes still hear each other, so that only the fault that the cut-off node finds by itself can move it. */
    @Test
    void aNodeWithoutServiceLanGivesUpAlthoughItIsHeard() {
        PairSupport.requireLab();
        try (Pair pair = Pair.raise(CONFIG, 2, Map.of());
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            BatonNode master = pair.master();
            BatonNode heir = pair.peerOf(master);
            Instant begin = Instant.now();
            client.mark();

            master.host().linkDown();
            pair.owners().awaitHeldBy(heir.name(), Duration.ofSeconds(5));
            client.awaitSteady(Duration.ofSeconds(10));

            WindowResult seen = client.mark();
            PairSupport.log.info(
                    "service LAN of the master cut, second network alive: outage {}, two owners {} ms",
                    seen.outage(),
                    pair.owners().longestOverlap(begin).toMillis());
            assertThat(seen.outageMillis()).as(pair.describe()).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);
            assertThat(pair.owners().longestOverlap(begin)).isZero();
            master.host().linkUp();
            pair.awaitWhole();
        }
    }

    private static String problems(BatonNode node) {
        return node.status().orElseThrow().path("problems").toString();
    }
}
