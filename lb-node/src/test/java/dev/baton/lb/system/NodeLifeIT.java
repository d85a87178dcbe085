package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import dev.baton.lab.RunningProgram;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node starts, shows itself, is fenced and ends. */
class NodeLifeIT {

    @AutoClose
    private Pair pair;

    @BeforeEach
    void raise() {
        pair = PairSupport.raise();
    }

    @Test
    void bothNodesShowTheSameClusterAndOneHasTheAddress() {
        BatonNode master = pair.master();
        BatonNode backup = pair.peerOf(master);

        assertThat(backup.owns(Pair.FLOATING_IP)).isFalse();
        assertThat(backup.owns(Pair.FLOATING_IP6)).isFalse();
        JsonNode seenByMaster = master.status().orElseThrow();
        JsonNode seenByBackup = backup.status().orElseThrow();
        assertThat(seenByMaster.path("floating_ips")).isEqualTo(seenByBackup.path("floating_ips"));
        assertThat(seenByMaster.path("config_digest")).isEqualTo(seenByBackup.path("config_digest"));
        ExecResult table = backup.command("status").orThrow();
        assertThat(table.out())
                .contains("cluster demo, seen by " + backup.name() + ": healthy", "owned by " + master.name())
                .containsPattern(master.name() + " +MASTER ")
                .containsPattern(backup.name() + " +BACKUP ");
        pair.nodes().forEach(node -> PairSupport.log.info("{} ready after {}", node.name(), node.startupTime()));
    }

    @Test
    void theLogSpeaksOfChangesAloneAndIsSilentInTheSteadyState() {
        BatonNode master = pair.master();
        PairSupport.awaitLogged(master, "BACKUP -> MASTER, term 1");
        PairSupport.awaitLogged(master, "server app/a", "is up");
        PairSupport.awaitLogged(master, "server app/b", "is up");
        List<String> atFirst = master.program().lines();
        assertThat(atFirst).filteredOn(line -> line.contains("is up")).hasSize(2);

        // 100,000 requests through the healthy pair are the steady state.
        load(Pair.HTTP.toString(), 100_000);

        assertThat(master.program().lines()).isEqualTo(atFirst);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP"})
    void aNodeThatCannotRenewLosesTheAddressWithNobodyToHelpIt(String signal) {
        BatonNode master = pair.master();
        BatonNode backup = pair.peerOf(master);
        backup.program().kill("TERM");
        backup.program().awaitExit(Duration.ofSeconds(15));

        Instant start = Instant.now();
        master.program().kill(signal);
        pair.owners().awaitReleasedBy(master.name(), PairSupport.PATIENCE);
        Duration held = Duration.between(
                start, pair.owners().changesSince(start).getLast().at());

        PairSupport.log.info("kill -{}: address gone after {} ms", signal, held.toMillis());
        assertThat(held).isLessThanOrEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void aNodeAskedToEndFinishesWhatItAnswersAndEndsWithZero() {
        pair.server("a").file("big", 64L << 20);
        pair.server("b").file("big", 64L << 20);
        BatonNode master = pair.master();
        RunningProgram download = pair.client()
                .start(
                        pair.lab().directory().resolve("download.log"),
                        "curl",
                        "-sS",
                        "--fail",
                        "--limit-rate",
                        "20M",
                        "--output",
                        "/dev/null",
                        "--write-out",
                        "%{size_download}\n",
                        Pair.HTTP + "files/big");
        PairSupport.await("the download runs", Duration.ofSeconds(10), () -> connections(master) > 0);

        master.program().kill("TERM");
        // Long before the 10 s that running requests are given.
        pair.owners().awaitReleasedBy(master.name(), Duration.ofSeconds(5));

        // The address has gone, so this client's connection cannot go on; the node must still end in good time.
        assertThat(master.program().awaitExit(Duration.ofSeconds(15))).isZero();
        PairSupport.awaitLogged(master, "node " + master.name() + " stopped");
        assertThat(master.program().lines()).last().asString().endsWith("node " + master.name() + " stopped");
        assertThat(pair.peerOf(master)
                        .status()
                        .orElseThrow()
                        .path("floating_ips")
                        .path(0)
                        .path("master")
                        .asText())
                .isEqualTo(pair.peerOf(master).name());
        download.close();
    }

    private static int connections(BatonNode node) {
        int sum = 0;
        for (JsonNode server :
                node.status().orElseThrow().path("backends").path(0).path("servers")) {
            sum += server.path("connections").asInt();
        }
        return sum;
    }

    private void load(String url, int requests) {
        ExecResult result = pair.client()
                .exec(Duration.ofMinutes(2), "h2load", "--h1", "--requests=" + requests, "--clients=32", url)
                .orThrow();
        assertThat(result.out()).contains(requests + " succeeded, 0 failed, 0 errored, 0 timeout");
    }
}
