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
    private static final int HEARTBEATS_WATCHED = 60;

    @TempDir
    private Path directory;

    @Test
    void aSteppedClockChangesNothing() throws IOException, InterruptedException {
        PairSupport.requireLab();
        Path clock = directory.resolve("step");
        step(clock, 0);
        Map<String, String> environment =
                Map.of("LD_PRELOAD", library().toString(), "CLOCK_STEP_FILE", clock.toString());
        try (Pair pair = Pair.raise(Pair.CONFIG, 2, environment);
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            String master = pair.master().name();
            List<Integer> logged = loggedLines(pair);
            Instant begin = Instant.now();
            client.mark();
            for (long seconds : new long[] {3600, 0, -3600, 0}) {
                step(clock, seconds);
                // Each answer takes a round trip through a node that reads its clock all the time.
                client.awaitSteady(Duration.ofSeconds(10));
                pair.client()
                        .exec("sleep", String.valueOf(HEARTBEATS_WATCHED * 0.05))
                        .orThrow();
            }

            WindowResult seen = client.mark();
            PairSupport.log.info(
                    "clock stepped by an hour and back, either way: largest gap {} ms",
                    String.format("%.1f", seen.outageMillis()));
            assertThat(pair.owners().changesSince(begin)).as(pair.describe()).isEmpty();
            assertThat(pair.master().name()).isEqualTo(master);
            assertThat(loggedLines(pair)).as(pair.describe()).isEqualTo(logged);
            pair.awaitWhole();

            // The steps were real: what the nodes write now bears the other time.
            step(clock, 3600);
            pair.node(master).command("switchover").orThrow();
            pair.awaitWhole();
            assertThat(loggedAt(pair.master())).isAfter(Instant.now().plusSeconds(3_500));
        }
    }

    private static Instant loggedAt(BatonNode node) {
        return Instant.parse(node.program().lines().getLast().split(" ", 2)[0]);
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
    private static void step(Path clock, long seconds) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel file = FileChannel.open(clock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(number.putLong(seconds).flip(), 0);
        }
    }
}
