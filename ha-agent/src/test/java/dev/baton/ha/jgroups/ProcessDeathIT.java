package dev.baton.ha.jgroups;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.cluster.InterconnectConfig.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes of their own on loopback, killed and stopped. */
@Timeout(180)
class ProcessDeathIT {

    private static final int RUNS = 10;

    @ParameterizedTest
    @EnumSource
    void killedProcessIsMissedAtOnce(Transport transport) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(transport)) {
            RecordingListener heard = new RecordingListener();
            JGroupsInterconnect first = cluster.join("lb1", heard);
            for (int i = 0; i < RUNS; i++) {
                Process peer = start(cluster, transport);
                heard.await("advertisement", "lb2");
                first.awaitWatched("lb2");

                long begin = System.nanoTime();
                assertThat(peer.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();

                RecordingListener.Event event = next(heard);
                assertThat(event.kind()).isEqualTo("died");
                millis.add((event.atNanos() - begin) / 1e6);
            }
        }
        Collections.sort(millis);
        Report.line("%s: kill -9 to died, %d runs: median %.1f ms, worst %.1f ms"
                .formatted(transport, RUNS, millis.get(RUNS / 2), millis.getLast()));
        assertThat(millis.get(RUNS / 2)).isLessThan(50);
    }

    @ParameterizedTest
    @EnumSource
    void stoppedProcessHasLeft(Transport transport) throws Exception {
        try (TestCluster cluster = new TestCluster(transport)) {
            RecordingListener heard = new RecordingListener();
            JGroupsInterconnect first = cluster.join("lb1", heard);
            Process peer = start(cluster, transport);
            heard.await("advertisement", "lb2");
            first.awaitWatched("lb2");

            peer.destroy();

            assertThat(next(heard).kind()).isEqualTo("left");
            assertThat(peer.waitFor(10, TimeUnit.SECONDS)).isTrue();
            // Its connections are gone by now, and nobody took that for a death.
            assertThat(heard.next(e -> e.kind().equals("died"), 0)).isNull();
        }
    }

    private static RecordingListener.Event next(RecordingListener heard) throws InterruptedException {
        return requireNonNull(heard.next(e -> !e.kind().equals("advertisement"), 10), "nothing within 10 s");
    }

    private static Process start(TestCluster cluster, Transport transport) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NodeProgram.class.getName(),
                cluster.name,
                transport.name(),
                "lb2"));
        command.addAll(cluster.addresses());
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
