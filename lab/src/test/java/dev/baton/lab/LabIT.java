package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabIT {
    private static final String URL = "http://10.9.0.20:8000/";

    private Lab lab;
    private Host client;
    private Host server;

    @BeforeEach
    void raise() {
        List<String> missing = Lab.requirements();
        assumeTrue(missing.isEmpty(), String.join(" ", missing));
        lab = Lab.create();
        client = lab.host("client", "10.9.0.50/24", "fd00:9::50/64");
        server = lab.host("server", "10.9.0.20/24", "fd00:9::20/64");
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null when the requirements were not met
    void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void hostsReachEachOtherAndKnowTheirAddresses() {
        Nginx.start(lab, server, 8000);

        assertThat(fetch(URL).orThrow().out()).isEqualTo("hello from server\n");
        assertThat(fetch("http://[fd00:9::20]:8000/healthz").orThrow().out()).isEqualTo("ok\n");
        assertThat(server.addresses()).contains(new Address("10.9.0.20", 24, "eth0"));
        assertThat(server.owns("fd00:9::20")).isTrue();
        assertThat(client.neighbour("10.9.0.20")).isPresent();
        assertThat(server.exec("cat", "/proc/sys/net/ipv4/ip_forward").out()).isEqualTo("0\n");
    }

    @Test
    void aPulledCableCutsAndAReturnedOneHeals() {
        Nginx.start(lab, server, 8000);

        server.linkDown();
        assertThat(fetch(URL).ok()).isFalse();
        assertThat(server.exec("cat", "/sys/class/net/eth0/carrier").out()).isEqualTo("0\n");

        server.linkUp();
        // The kernel looks after its carriers in its own time, and an old question for the address may fail first.
        ExecResult healed = client.exec(
                "curl",
                "-sS",
                "-g",
                "--max-time",
                "2",
                "--retry",
                "5",
                "--retry-delay",
                "1",
                "--retry-all-errors",
                URL);
        assertThat(healed.orThrow().out()).isEqualTo("hello from server\n");
    }

    @Test
    void theClientMeasuresAHangNoShorterThanItWas() {
        Nginx nginx = Nginx.start(lab, server, 8000);
        OutageProbe probe = OutageProbe.start(lab, client, URI.create(URL));
        probe.awaitSteady(Duration.ofSeconds(10));
        probe.mark();

        // The hang lasts as long as a command that takes 300 ms.
        nginx.signalWorkers("STOP");
        client.exec("sleep", "0.3").orThrow();
        nginx.signalWorkers("CONT");
        probe.awaitSteady(Duration.ofSeconds(10));
        WindowResult hang = probe.mark();

        assertThat(hang.outageMillis()).isBetween(300.0, 900.0);
        assertThat(hang.answeredBy()).containsOnlyKeys("server");
    }

    @Test
    void aStoppedServerRefusesUntilItIsRestarted() {
        Nginx nginx = Nginx.start(lab, server, 8000);
        nginx.stop();
        assertThat(fetch(URL).ok()).isFalse();
        nginx.restart();
        assertThat(fetch(URL).ok()).isTrue();
    }

    @Test
    void aProgramThatEndsEarlyIsReportedWithItsWords() {
        RunningProgram program = server.start(lab.directory().resolve("x.log"), "sh", "-c", "echo no luck; exit 3");
        assertThatThrownBy(() -> program.awaitLine("ready", Duration.ofSeconds(10)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("ended without a line that matches /ready/")
                .hasMessageContaining("no luck");
        assertThat(program.awaitExit(Duration.ofSeconds(10))).isEqualTo(3);
    }

    @Test
    void theMonitorSeesAddressesComeAndGoAndOverlap() {
        Instant begin = Instant.now();
        OwnerMonitor owners = OwnerMonitor.start(lab, List.of(client, server), Set.of("10.9.0.100"));

        client.exec("ip", "addr", "add", "10.9.0.100/24", "dev", "eth0").orThrow();
        owners.awaitHeldBy("client", Duration.ofSeconds(5));
        assertThat(owners.owner()).contains("client");
        assertThat(owners.longestOverlap(begin)).isZero();

        server.exec("ip", "addr", "add", "10.9.0.100/24", "dev", "eth0").orThrow();
        owners.awaitHeldBy("server", Duration.ofSeconds(5));
        client.exec("ip", "addr", "del", "10.9.0.100/24", "dev", "eth0").orThrow();
        owners.awaitReleasedBy("client", Duration.ofSeconds(5));
        assertThat(owners.owner()).contains("server");
        assertThat(owners.longestOverlap(begin)).isPositive();
        assertThat(owners.changesSince(begin))
                .extracting(OwnerMonitor.Change::host)
                .containsExactly("client", "server", "client");
    }

    @Test
    void nothingIsLeftBehind() {
        Nginx nginx = Nginx.start(lab, server, 8000);
        List<Long> workers = nginx.workers();
        String namespaces = Commands.exec("ip", "netns", "list").orThrow().out();
        assertThat(namespaces).contains(server.namespace());

        lab.close();

        assertThat(Commands.exec("ip", "netns", "list").orThrow().out())
                .doesNotContain(server.namespace())
                .doesNotContain(client.namespace());
        assertThat(lab.directory()).doesNotExist();
        assertThat(workers).isNotEmpty().allMatch(pid -> commandLine(pid).isEmpty());
    }

    /** Empty also for a dead process that nobody has waited for yet. */
    private static String commandLine(long pid) {
        return Commands.exec("cat", "/proc/" + pid + "/cmdline").out();
    }

    private ExecResult fetch(String url) {
        return client.exec("curl", "-sS", "-g", "--max-time", "2", url);
    }
}
