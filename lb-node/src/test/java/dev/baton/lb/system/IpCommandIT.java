package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Host;
import dev.baton.lab.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code baton ip}, beside running nodes and dead ones. */
class IpCommandIT {

    /** So long that no lease ends by itself while a test looks. */
    private static final String CONFIG = Pair.CONFIG.replace("  insecure: true\n", "  insecure: true\n  lease: 60s\n");

    @AutoClose
    private Pair pair;

    @BeforeEach
    void raise() {
        PairSupport.requireLab();
        pair = Pair.raise(CONFIG);
    }

    @Test
    void listsProbesAndAnnouncesWhereTheAddressesAre() {
        BatonNode master = pair.master();
        Host backup = pair.peerOf(master).host();

        assertThat(baton(master.host(), "list").orThrow().out().lines().toList())
                .satisfiesExactly(
                        head -> assertThat(head).containsSubsequence("ADDRESS", "INTERFACE", "LEASE", "HOLDER"),
                        one -> assertThat(one).contains("10.9.0.100/32", "eth0", " s ", "running"),
                        two -> assertThat(two).contains("fd00:9::100/128", "eth0", " s ", "running"));
        assertThat(baton(backup, "list", "-o", "json").orThrow().out().strip()).isEqualTo("[]");

        String mac = master.host()
                .exec("cat", "/sys/class/net/eth0/address")
                .orThrow()
                .out()
                .strip();
        assertThat(baton(backup, "probe", "10.9.0.100", "-i", "eth0").orThrow().out())
                .isEqualToIgnoringNewLines("10.9.0.100/32 on eth0: answered by " + mac);
        assertThat(baton(backup, "probe", "fd00:9::100", "-i", "eth0", "-o", "json")
                        .orThrow()
                        .out()
                        .strip())
                .isEqualTo("{\"address\":\"fd00:9::100\",\"interface\":\"eth0\",\"answered\":true,\"mac\":\"" + mac
                        + "\"}");
        ExecResult silent = baton(backup, "probe", "10.9.0.99", "-i", "eth0", "--within", "100ms");
        assertThat(silent.exitCode()).isEqualTo(1);
        assertThat(silent.out()).contains("nobody answered within 100 ms");
        assertThat(baton(backup, "probe", "lb1", "-i", "eth0").exitCode()).isEqualTo(2);

        assertThat(baton(master.host(), "announce", "10.9.0.100", "fd00:9::100", "-i", "eth0")
                        .orThrow()
                        .out())
                .contains("10.9.0.100/32 on eth0 announced", "fd00:9::100/128 on eth0 announced");
        assertThat(baton(master.host(), "announce", "10.9.0.100", "-i", "eth0", "--dry-run")
                        .orThrow()
                        .out())
                .contains("would be announced");
        assertThat(baton(backup, "announce", "10.9.0.100", "-i", "eth0"))
                .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(1))
                .satisfies(refused -> assertThat(refused.err()).contains("no node of this machine has put it there"));
        assertThat(baton(
                                backup,
                                "announce",
                                pair.peerOf(master).name().equals("lb1") ? "10.9.0.1" : "10.9.0.2",
                                "-i",
                                "eth0")
                        .err())
                .contains("it is there, but not Baton's");
    }

    @Test
    void releasesWhatADeadNodeLeftBehindAndNothingElse() {
        BatonNode master = pair.master();
        Host host = master.host();
        Path config = pair.lab().directory().resolve("baton.yaml");
        String[] release = {"release", "--config", config.toString()};
        host.exec("ip", "addr", "add", "10.9.0.101/32", "dev", "eth0").orThrow();

        assertThat(baton(host, release).orThrow())
                .as("while the node runs")
                .satisfies(kept -> assertThat(kept.out()).isEqualToIgnoringNewLines("nothing was left behind"))
                .satisfies(kept -> assertThat(kept.err())
                        .contains("10.9.0.100/32 on eth0 stays: its node runs", "fd00:9::100/128 on eth0 stays"));
        assertThat(master.owns(Pair.FLOATING_IP)).isTrue();

        long node = master.program().pid();
        String children =
                host.exec("pgrep", "-P", Long.toString(node)).orThrow().out();
        List<String> kill = new ArrayList<>(List.of("kill", "-KILL"));
        // The switch first, so that nobody is left who would free the addresses.
        kill.addAll(children.lines().toList());
        kill.add(Long.toString(node));
        host.exec(kill.toArray(String[]::new)).orThrow();
        master.program().awaitExit(Duration.ofSeconds(10));

        assertThat(baton(host, "release", "--config", config.toString(), "--dry-run")
                        .orThrow()
                        .out())
                .contains("10.9.0.100/32", "fd00:9::100/128", "dead");
        assertThat(master.owns(Pair.FLOATING_IP)).isTrue();
        assertThat(baton(host, release).orThrow().out()).contains("10.9.0.100/32", "fd00:9::100/128");
        assertThat(master.owns(Pair.FLOATING_IP)).isFalse();
        assertThat(master.owns(Pair.FLOATING_IP6)).isFalse();
        assertThat(host.owns("10.9.0.101")).isTrue();
        pair.owners().awaitHeldBy(pair.peerOf(master).name(), Duration.ofSeconds(10));
    }

    private static ExecResult baton(Host host, String... words) {
        List<String> command = new ArrayList<>(List.of(BatonNode.executable().toString(), "ip"));
        command.addAll(List.of(words));
        return host.exec(command.toArray(String[]::new));
    }
}
