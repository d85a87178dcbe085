package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.RunningProgram;
import dev.baton.lab.soak.Soak;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code bench/soak}, for as long as everybody who runs the tests may be asked to wait. */
class MixedTrafficIT {

    private static final Duration TIME = Duration.ofSeconds(40);

    /** For its start, for the last visits and for the node's end. */
    private static final Duration MORE = Duration.ofSeconds(80);

    @Test
    void clientsSeeNoErrorNothingLeaksAndTheHeapIsFlatWhileServersDieAndReturn() {
        PairSupport.requireLab();
        try (Lab lab = Lab.create()) {
            Host host = lab.host("soak", "10.9.0.1/24");
            RunningProgram soak = host.start(
                    lab.directory().resolve("soak.log"),
                    Soak.command(lab.directory().resolve("soak"), TIME, System.nanoTime()));

            int exit = soak.awaitExit(TIME.plus(MORE));

            soak.awaitLine("(?i)the heap ", PairSupport.PATIENCE);
            String said = String.join("\n", soak.lines());
            PairSupport.log.info("mixed traffic for {} s:\n{}", TIME.toSeconds(), said);
            assertThat(exit).as(said).isZero();
        }
    }
}
