package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BusyLoops;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.Threads;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three programs for each core that never rest, beside a pair under steady traffic; {@code bench/busy} for longer. */
class BusyMachineIT {

    private static final int SECONDS = 15;
    private static final int LOOPS = BusyLoops.usualNumber();

    @Test
    void aFullyLoadedMachineMovesNoAddress() {
        try (Pair pair = PairSupport.raise();
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            Instant begin = Instant.now();
            client.mark();
            BusyLoops.start(pair.lab(), pair.client(), LOOPS, Duration.ofSeconds(SECONDS))
                    .await();

            WindowResult seen = client.mark();
            PairSupport.log.info(
                    "{} busy loops for {} s: {} of {} requests answered, largest gap {}",
                    LOOPS,
                    SECONDS,
                    seen.ok(),
                    seen.requests(),
                    seen.outage());
            assertThat(pair.owners().changesSince(begin)).as(pair.describe()).isEmpty();
            pair.awaitWhole();
        }
    }

    @Test
    void theElectionRunsBeforeTheTrafficAndTheTrafficBeforeTheRest() {
        try (Pair pair = PairSupport.raise()) {
            long master = pair.master().program().pid();
            assertThat(Threads.nice(master, "baton-election")).isEqualTo(Set.of(-15));
            assertThat(Threads.nice(master, "baton-worker")).isEqualTo(Set.of(-5));
            // What peers are heard by, and what all other threads have to wait for.
            for (String name : List.of("mcast-receiver", "ucast-receiver", "VM Thread", "GC Thread")) {
                assertThat(Threads.nice(master, name)).as(name).isEqualTo(Set.of(-15));
            }
            assertThat(Threads.nice(master, "presence lb")).contains(-15);
            // One that has just been started by a reader has that one's for a moment.
            PairSupport.await(
                    "the interconnect's workers behind its readers",
                    PairSupport.PATIENCE,
                    () -> Threads.nice(master, "jgroups-").equals(Set.of(-5)));
            assertThat(Threads.nice(master, "C2 Compiler")).isEqualTo(Set.of(0));
        }
    }
}
