package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.RunningProgram;
import dev.baton.lb.system.hostile.Attacker;
import dev.baton.lb.system.hostile.OpenPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody on the LAN records what the nodes say to each other, and says it again, or nearly. */
class RecordedIT {

    @TempDir
    private Path directory;

    @Test
    void whatWasRecordedOrForgedIsTurnedAwayAlsoAfterARestart() throws IOException {
        PairSupport.requireLab();
        try (Pair cluster = Pair.raise(config(), 3, Map.of());
                OutageProbe client = OutageProbe.start(cluster.lab(), cluster.client(), Pair.HTTP)) {
            Siege siege = Siege.begin(cluster, client);
            Attacker attacker = new Attacker(cluster.lab(), cluster.lab().host("mallory", "10.9.0.66/24"));
            int port = OpenPort.of(cluster.node("lb1")).stream()
                    .filter(OpenPort::isMulticast)
                    .findFirst()
                    .orElseThrow()
                    .port();
            Path masters = attacker.record(port, 1, 60);
            Path backups = attacker.record(port, 2, 60);

            siege.attack("forged words of master and backup", () -> {
                attacker.forge(masters, 2);
                attacker.forge(backups, 2);
            });
            siege.attack("recorded words of master and backup", () -> {
                attacker.replay(masters, 4);
                attacker.replay(backups, 4);
            });
            siege.attackOn(List.of("lb2"), "recorded words of the master to a backup that restarts", () -> {
                try (RunningProgram _ = attacker.startReplay(masters, 1_000)) {
                    BatonNode backup = cluster.node("lb2");
                    backup.program().kill("KILL");
                    backup.restart();
                    siege.awaitRejected(List.of("lb2"), 10);
                }
            });
            aDeadMastersWordsDoNotKeepTheBackupFromItsTurn(cluster, attacker, masters);
        }
    }

    /** Both end; who comes back first knows nothing of the other but what is recorded. */
    private static void aDeadMastersWordsDoNotKeepTheBackupFromItsTurn(Pair cluster, Attacker attacker, Path masters) {
        BatonNode backup = cluster.node("lb2");
        cluster.node("lb1").program().kill("KILL");
        cluster.owners().awaitHeldBy("lb2", PairSupport.PATIENCE);
        backup.program().kill("KILL");
        cluster.owners().awaitReleasedBy("lb2", PairSupport.PATIENCE);
        try (RunningProgram _ = attacker.startReplay(masters, 1_000)) {
            backup.restart();
            cluster.owners().awaitHeldBy("lb2", PairSupport.PATIENCE);
            assertThat(Siege.role(backup, "lb1"))
                    .as("what lb2 takes the dead lb1 for")
                    .isEqualTo("INIT");
        }
    }

    private String config() throws IOException {
        Path key = directory.resolve("key");
        Files.writeString(key, "the secret of the nodes");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return Pair.CONFIG
                .replace("insecure: true", "secret_file: " + key)
                .replace(
                        "    - {name: lb2, address: 10.9.0.2, priority: 100}\n",
                        "    - {name: lb2, address: 10.9.0.2, priority: 100}\n    - {name: lb3, address: 10.9.0.3, priority: 50}\n");
    }
}
