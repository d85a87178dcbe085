package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else than its own interface speaks against a node, and who is told. */
class TrackerIT {

    @TempDir
    private Path directory;

    @AutoClose
    private Pair pair;

    @BeforeEach
    void raise() throws IOException {
        PairSupport.requireLab();
        Path hook = Files.writeString(
                directory.resolve("hook"),
                "#!/bin/sh\necho $BATON_NODE $BATON_GROUP $BATON_PREVIOUS_ROLE $BATON_ROLE $BATON_TERM $BATON_ADDRESSES"
                        + " >> " + directory.resolve("told-") + "$BATON_NODE\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        pair = Pair.raise(Pair.CONFIG.replace("frontends:\n", """
                            trackers:
                              - {name: flag, type: script, program: /bin/sh, args: [-c, "! { test -e %1$s/bad && ip -4 addr show eth0 | grep -q -F -f %1$s/bad; }"], interval: 100ms, weight: -100}
                              - {name: uplink, type: interface, interface: lo}
                            notify: {on_master: %1$s/hook, on_backup: %1$s/hook, on_fault: %1$s/hook}
                        frontends:
                        """.formatted(directory)));
    }

    @Test
    void aScriptWithANegativeWeightMovesTheAddressesAndTheHooksAreTold() throws IOException {
        PairSupport.makeMaster(pair, "lb1");
        long term = term(pair.master());
        Files.writeString(directory.resolve("bad"), "10.9.0.1/\n");
        pair.owners().awaitHeldBy("lb2", PairSupport.PATIENCE);
        PairSupport.awaitLogged(pair.node("lb1"), "tracker web/flag fails: /bin/sh ended with status 1");
        assertThat(pair.node("lb1").command("why").orThrow().out())
                .containsPattern("BACKUP for .*: lb2 has the higher priority 100 and is in sync")
                .containsPattern(
                        "not at its best: tracker (web/)?flag: /bin/sh ended with status 1 \\(priority -100\\)");
        assertThat(pair.node("lb1").command("events").orThrow().out())
                .containsPattern("MASTER -> BACKUP, .* lb2 has the higher priority 100 and is in sync");
        PairSupport.await(
                "the hook of lb2 is told",
                PairSupport.PATIENCE,
                () -> told("lb2").contains("lb2 web BACKUP MASTER " + (term + 1) + " 10.9.0.100/24 fd00:9::100/64"));
        PairSupport.await(
                "the hook of lb1 is told",
                PairSupport.PATIENCE,
                () -> told("lb1").contains("lb1 web MASTER BACKUP " + term + " 10.9.0.100/24 fd00:9::100/64"));
    }

    @Test
    void anInterfaceThatGoesDownIsAFault() {
        BatonNode master = pair.master();
        master.host().exec("ip", "link", "set", "lo", "down").orThrow();
        pair.owners().awaitHeldBy(pair.peerOf(master).name(), PairSupport.PATIENCE);
        PairSupport.awaitLogged(master, "MASTER -> FAULT", "interface lo is down");
        assertThat(master.command("why").orThrow().out())
                .containsPattern("FAULT for .*interface lo is down")
                .contains("owns nothing until that is mended");
        master.host().exec("ip", "link", "set", "lo", "up").orThrow();
    }

    @Test
    void anEventLoopThatStandsStillIsAFault() {
        BatonNode master = pair.master();
        try (FrozenThread _ = FrozenThread.freeze(master.program().pid(), "baton-worker")) {
            pair.owners().awaitHeldBy(pair.peerOf(master).name(), PairSupport.PATIENCE);
            PairSupport.awaitLogged(master, "MASTER -> FAULT", "does not answer within");
        }
        PairSupport.awaitLogged(master, "tracker data path is well again");
    }

    @Test
    void eventsAndTermsSurviveARestartOfAllNodes() {
        BatonNode master = pair.master();
        BatonNode other = pair.peerOf(master);
        long term = term(master);
        pair.nodes().forEach(node -> node.program().kill("TERM"));
        other.program().awaitExit(PairSupport.PATIENCE);
        // First and alone, so that it is the one that becomes master.
        master.restart();
        pair.owners().awaitHeldBy(master.name(), PairSupport.PATIENCE);
        other.restart();
        pair.awaitWhole();
        assertThat(term(master)).isGreaterThan(term);
        String events = master.command("events").orThrow().out();
        assertThat(events)
                .contains("stopped")
                .contains("MASTER, term " + term + ":")
                .contains("MASTER, term " + term(master) + ":");
        assertThat(master.command("events", "-n", "1", "-o", "json").orThrow().out())
                .startsWith("[{\"node\":\"")
                .doesNotContain("},{");
    }

    private static long term(BatonNode node) {
        return node.status()
                .orElseThrow()
                .path("floating_ips")
                .path(0)
                .path("term")
                .asLong();
    }

    private List<String> told(String node) {
        try {
            Path file = directory.resolve("told-" + node);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
