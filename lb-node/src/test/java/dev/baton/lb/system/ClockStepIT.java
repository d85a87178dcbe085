package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.WindowResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock of the nodes jumps by an hour, as on a first contact with a time server. One machine has one clock, so
 * a preloaded library ({@code clockstep.c}) changes what the programs read of it and leaves the monotonic clocks.
 */
class ClockStepIT {

    private static final String SOURCE = "src/test/c/clockstep.c";

    /** Many heartbeats, and two renewals of the lease. */
    private static final String WATCHED_SECONDS = "1.1";

    @TempDir
    private Path directory;

    @Test
    void aSteppedClockChangesNothing() throws IOException, InterruptedException {
        PairSupport.requireLab();
        Path clock1 = directory.resolve("step-lb1");
        Path clock2 = directory.resolve("step-lb2");
        step(0, clock1, clock2);
        Map<String, String> environment = Map.of(
                "LD_PRELOAD",
                library().toString(),
                "CLOCK_STEP_FILE",
                directory.resolve("step-{node}").toString());
        try (Pair pair = Pair.raise(Pair.CONFIG, 2, environment);
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            String master = pair.master().name();
            List<Integer> logged = loggedLines(pair);
            List<String> events = events(pair);
            Instant begin = Instant.now();
            client.mark();
            for (Path[] stepped : new Path[][] {{clock1}, {clock2}, {clock1, clock2}}) {
                for (long seconds : new long[] {3600, 0, -3600, 0}) {
                    step(seconds, stepped);
                    // Each answer takes a round trip through a node that reads its clock all the time.
                    client.awaitSteady(Duration.ofSeconds(10));
                    pair.client().exec("sleep", WATCHED_SECONDS).orThrow();
                }
            }

            WindowResult seen = client.mark();
            PairSupport.log.info(
                    "clock of lb1, of lb2 and of both stepped by an hour and back, either way: {} requests, {} failed, largest gap {}",
                    seen.requests(),
                    seen.failures(),
                    seen.outage());
            assertThat(seen.failures()).as(pair.describe()).isZero();
            assertThat(seen.outageMillis()).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);
            assertThat(events(pair)).isEqualTo(events);
            pair.nodes()
                    .forEach(node -> assertThat(node.command("why").orThrow().out())
                            .as("what an operator reads who has set a clock")
                            .doesNotContainPattern("(for|in) 3[56][0-9]{2}")
                            .doesNotContain("not heard", "stood still"));
            assertThat(pair.owners().changesSince(begin)).as(pair.describe()).isEmpty();
            assertThat(pair.master().name()).isEqualTo(master);
            assertThat(loggedLines(pair)).as(pair.describe()).isEqualTo(logged);
            pair.awaitWhole();

            // The steps were real: what the nodes write now bears the other time.
            step(3600, clock1, clock2);
            pair.node(master).command("switchover").orThrow();
            pair.awaitWhole();
            assertThat(loggedAt(pair.master())).isAfter(Instant.now().plusSeconds(3_500));
        }
    }

    private static Instant loggedAt(BatonNode node) {
        return Instant.parse(node.program().lines().getLast().split(" ", 2)[0]);
    }

    private static List<String> events(Pair pair) {
        return pair.nodes().stream()
                .map(node -> node.command("events").orThrow().out())
                .toList();
    }

    private static List<Integer> loggedLines(Pair pair) {
        return pair.nodes().stream()
                .map(BatonNode::program)
                .map(program -> program.lines().size())
                .toList();
    }

    private Path library() throws IOException, InterruptedException {
        Path library = directory.resolve("clockstep.so");
        Process compiler = new ProcessBuilder(
                        "cc", "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library.toString(), SOURCE)
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        return library;
    }

    /** In place: the programs have the file mapped. */
    private static void step(long seconds, Path... clocks) throws IOException {
        for (Path clock : clocks) {
            ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            try (FileChannel file = FileChannel.open(clock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.write(number.putLong(seconds).flip(), 0);
            }
        }
    }
}
