package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.RunningProgram;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three programs for each core that never rest, beside a pair under steady traffic. {@code -Dbaton.busy=SECONDS}. */
class BusyMachineIT {

    private static final int SECONDS = Integer.getInteger("baton.busy", 15);
    private static final int LOOPS = 3 * Runtime.getRuntime().availableProcessors();

    @Test
    void aFullyLoadedMachineMovesNoAddress() {
        try (Pair pair = PairSupport.raise();
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            List<RunningProgram> loops = new ArrayList<>();
            Instant begin = Instant.now();
            client.mark();
            for (int number = 0; number < LOOPS; number++) {
                loops.add(pair.client()
                        .start(
                                pair.lab().directory().resolve("loop-" + number + ".log"),
                                "timeout",
                                String.valueOf(SECONDS),
                                "sh",
                                "-c",
                                "while :; do :; done"));
            }
            loops.forEach(loop -> loop.awaitExit(Duration.ofSeconds(SECONDS + 60L)));

            WindowResult seen = client.mark();
            PairSupport.log.info(
                    "{} busy loops for {} s: {} of {} requests answered, largest gap {} ms",
                    LOOPS,
                    SECONDS,
                    seen.ok(),
                    seen.requests(),
                    String.format("%.1f", seen.outageMillis()));
            assertThat(pair.owners().changesSince(begin)).as(pair.describe()).isEmpty();
            pair.awaitWhole();
        }
    }
}
