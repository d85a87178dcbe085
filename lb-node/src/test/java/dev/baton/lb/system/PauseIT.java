package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The master's process stands still for a while, as under a debugger, a swapping kernel or a live migration, and goes
 * on. {@code -Dbaton.pauses=N} runs more of them, {@code -Dbaton.seed=N} others.
 */
class PauseIT {

    private static final int RUNS = Integer.getInteger("baton.pauses", 3);
    private static final long SEED = Long.getLong("baton.seed", 1);

    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 5_000;

    /** One advertisement interval: by then the one that wakes up has heard of the other. */
    private static final Duration TWO_OWNERS_BOUND = Duration.ofMillis(50);

    /**
     * A paused master's kernel goes on answering for the address until the lease of 2 s ends, which the kernel sees up to
     * 0.4 s late. Nobody may take it before; a pause that ends before costs the pause.
     */
    private static final int LEASE_MILLIS = 2_000 + 400;

    @Test
    void aPausedMasterMakesNoSecondOwnerWhenItWakes() {
        Random random = new Random(SEED);
        try (Pair pair = PairSupport.raise();
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            for (int run = 0; run < RUNS; run++) {
                int millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS + 1);
                BatonNode master = pair.master();
                client.awaitSteady(Duration.ofSeconds(10));
                client.mark();
                Instant begin = Instant.now();

                master.program().kill("STOP");
                pair.client().exec("sleep", String.valueOf(millis / 1e3)).orThrow();
                master.program().kill("CONT");
                pair.awaitWhole();
                client.awaitSteady(Duration.ofSeconds(10));

                WindowResult seen = client.mark();
                Duration overlap = pair.owners().longestOverlap(begin);
                PairSupport.log.info(
                        "pause of {} ms, seed {}: {} -> {}, outage {}, two owners {} ms",
                        millis,
                        SEED,
                        master.name(),
                        pair.master().name(),
                        seen.outage(),
                        overlap.toMillis());
                assertThat(overlap).isLessThanOrEqualTo(TWO_OWNERS_BOUND);
                assertThat(seen.outageMillis())
                        .as("outage of a pause of %d ms%n%s", millis, pair.describe())
                        .isLessThanOrEqualTo(Math.min(millis, LEASE_MILLIS) + PairSupport.TAKEOVER_MILLIS);
            }
        }
    }
}
