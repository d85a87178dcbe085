package dev.baton.ha.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.OwnerMonitor;
import dev.baton.lab.RunningProgram;
import dev.baton.lab.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's cable is pulled while the backup sends it 5 MB of session state a second: what waits to be sent to a node
 * that is gone must not keep the backup from its turn.
 */
class StateFloodIT {

    private static final Logger log = LoggerFactory.getLogger("dev.baton.measured");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int RUNS = 3;

    /** As without a flood. */
    private static final long MEDIAN_BOUND_MILLIS = 200;

    /** Half the lease: a takeover that waits for something waits for more. */
    private static final long WORST_BOUND_MILLIS = 1_000;

    @ParameterizedTest
    @EnumSource
    void aBackupThatSendsStateTakesOverAsFast(Transport transport) {
        List<String> missing = Lab.requirements();
        assumeTrue(missing.isEmpty(), String.join(" ", missing));
        List<Long> millis = new ArrayList<>();
        try (Stage stage = Stage.raise(2)) {
            Map<String, RunningProgram> programs = new TreeMap<>();
            stage.hosts().forEach(host -> programs.put(host.name(), start(stage, host, transport)));
            programs.values().forEach(program -> program.awaitLine("^ready", PATIENCE));
            String master = awaitFlood(stage, programs, 0);
            for (int run = 1; run <= RUNS; run++) {
                Host cut = host(stage, master);
                String heir = master.equals("lb1") ? "lb2" : "lb1";
                Instant begin = Instant.now();
                cut.linkDown();
                stage.owners().awaitHeldBy(heir, PATIENCE);
                millis.add(Duration.between(begin, tookOver(stage, heir, begin)).toMillis());
                cut.linkUp();
                master = awaitFlood(stage, programs, run);
                assertThat(master).isEqualTo(heir);
            }
        }
        Collections.sort(millis);
        log.info(
                "{}: the master's link cut under 5 MB/s of state: the backup has the addresses after {} ms",
                transport,
                millis);
        assertThat(millis.get(RUNS / 2)).isLessThanOrEqualTo(MEDIAN_BOUND_MILLIS);
        assertThat(millis.getLast()).isLessThanOrEqualTo(WORST_BOUND_MILLIS);
    }

    /** Waits until one has the addresses and 5 MB more have come to it. */
    private static String awaitFlood(Stage stage, Map<String, RunningProgram> programs, int number) {
        String master = awaitOwner(stage);
        RunningProgram program = java.util.Objects.requireNonNull(programs.get(master));
        program.send(String.valueOf(number));
        program.awaitLine("^flooded " + number + "$", PATIENCE);
        return master;
    }

    private static String awaitOwner(Stage stage) {
        long begin = System.nanoTime();
        while (stage.owners().owner().isEmpty()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
            stage.client().exec("true").orThrow();
        }
        return stage.owners().owner().orElseThrow();
    }

    private static Instant tookOver(Stage stage, String heir, Instant begin) {
        return stage.owners().changesSince(begin).stream()
                .filter(change -> change.added() && change.host().equals(heir))
                .map(OwnerMonitor.Change::at)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static Host host(Stage stage, String name) {
        return stage.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RunningProgram start(Stage stage, Host host, Transport transport) {
        return host.start(
                stage.lab().directory().resolve("flooding-" + host.name() + ".log"),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djgroups.deserialization.filter=!*",
                "-cp",
                System.getProperty("java.class.path"),
                FloodingNode.class.getName(),
                host.name(),
                transport.name());
    }
}
