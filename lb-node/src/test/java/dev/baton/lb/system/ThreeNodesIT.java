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

/** Three nodes of which two are lost, one right after the other. */
class ThreeNodesIT {

    private static final int RUNS = Integer.getInteger("baton.faults", 1);
    private static final String CONFIG = Pair.CONFIG.replace(
            "    - {name: lb2, address: 10.9.0.2, priority: 100}\n",
            "    - {name: lb2, address: 10.9.0.2, priority: 100}\n    - {name: lb3, address: 10.9.0.3, priority: 50}\n");

    @Test
    void theLastNodeTakesOver() {
        PairSupport.requireLab();
        try (Pair cluster = Pair.raise(CONFIG, 3, Map.of());
                OutageProbe client = OutageProbe.start(cluster.lab(), cluster.client(), Pair.HTTP)) {
            for (int run = 0; run < RUNS; run++) {
                PairSupport.makeMaster(cluster, "lb1");
                BatonNode last = cluster.node("lb3");
                List<BatonNode> lost = killTwo(cluster, last, client);
                cluster.owners().awaitHeldBy(last.name(), Duration.ofSeconds(10));
                client.awaitSteady(Duration.ofSeconds(10));

                WindowResult seen = client.mark();
                PairSupport.log.info("two of three nodes lost 50 ms apart: outage {}", seen.outage());
                assertThat(seen.outageMillis()).as(cluster.describe()).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);

                lost.forEach(BatonNode::restart);
                cluster.awaitWhole();
            }
        }
    }

    @Test
    void withQuorumTheLastNodeStaysBackup() {
        PairSupport.requireLab();
        String config = CONFIG.replace("  insecure: true\n", "  insecure: true\n  quorum: true\n");
        try (Pair cluster = Pair.raise(config, 3, Map.of())) {
            BatonNode master = cluster.master();
            master.signal("KILL");
            BatonNode second = successor(cluster, cluster.peersOf(master));
            BatonNode last = cluster.peersOf(master).stream()
                    .filter(node -> node != second)
                    .findFirst()
                    .orElseThrow();
            Instant begin = Instant.now();
            second.signal("KILL");
            List<BatonNode> lost = List.of(master, second);
            lost.forEach(node -> cluster.owners().awaitReleasedBy(node.name(), Duration.ofSeconds(5)));
            // Many times what a takeover needs.
            cluster.client().exec("sleep", "3").orThrow();

            assertThat(cluster.owners().changesSince(begin))
                    .as(cluster.describe())
                    .noneMatch(change -> change.added() && change.host().equals(last.name()));
            assertThat(last.command("why").orThrow().out())
                    .contains(
                            "FAULT for ",
                            "no quorum: 1 of 3 nodes are in touch",
                            "peer " + master.name() + ": died",
                            "peer " + second.name() + ": died")
                    .contains("owns nothing until that is mended");
            assertThat(last.command("events").out())
                    .containsPattern("BACKUP -> FAULT, .* no quorum: 1 of 3 nodes are in touch");
            lost.forEach(BatonNode::restart);
            cluster.awaitWhole();
        }
    }

    /**
     * The one that follows. Were it killed before it does, the last node would count it as company for up to three
     * heartbeats, as long as nothing tells of its end.
     */
    private static BatonNode successor(Pair cluster, List<BatonNode> others) {
        PairSupport.await(
                "a successor",
                PairSupport.PATIENCE,
                () -> others.stream().anyMatch(node -> node.owns(Pair.FLOATING_IP)));
        return others.stream()
                .filter(node -> node.owns(Pair.FLOATING_IP))
                .findFirst()
                .orElseThrow(() -> new AssertionError(cluster.describe()));
    }

    /** The master, and 50 ms later the one that would follow it. */
    private static List<BatonNode> killTwo(Pair cluster, BatonNode last, OutageProbe client) {
        client.awaitSteady(Duration.ofSeconds(10));
        client.mark();
        List<BatonNode> lost = cluster.peersOf(last);
        BatonNode master = cluster.master();
        BatonNode second =
                lost.stream().filter(node -> node != master).findFirst().orElseThrow();
        String kills = "kill -KILL " + master.program().pid() + "; sleep 0.05; kill -KILL "
                + second.program().pid();
        cluster.client().exec("sh", "-c", kills).orThrow();
        return lost;
    }
}
