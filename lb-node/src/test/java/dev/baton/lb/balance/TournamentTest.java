package dev.baton.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TournamentTest {

    private static Tournament smallest(AtomicIntegerArray values) {
        return new Tournament(
                values.length(),
                (candidate, rival) -> values.get(candidate) < values.get(rival)
                        || (values.get(candidate) == values.get(rival) && candidate < rival));
    }

    private static int smallestByLooking(AtomicIntegerArray values) {
        int best = 0;
        for (int i = 1; i < values.length(); i++) {
            best = values.get(i) < values.get(best) ? i : best;
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9, 100, 1000})
    void theBestIsKnownAfterEveryChange(int candidates) {
        Random random = new Random(candidates);
        AtomicIntegerArray values = new AtomicIntegerArray(candidates);
        Tournament tournament = smallest(values);
        for (int i = 0; i < 2000; i++) {
            int changed = random.nextInt(candidates);
            values.set(changed, random.nextInt(50));
            tournament.changed(changed);
            assertThat(tournament.best()).isEqualTo(smallestByLooking(values));
        }
    }

    @Test
    void nobodyWinsAmongNobody() {
        assertThat(smallest(new AtomicIntegerArray(0)).best()).isEqualTo(Balancer.NOBODY);
    }

    @Test
    void theBestIsKnownWhenManyThreadsHaveChangedThings() throws InterruptedException {
        AtomicIntegerArray values = new AtomicIntegerArray(100);
        Tournament tournament = smallest(values);
        for (int round = 0; round < 50; round++) {
            int seed = round;
            CountDownLatch done = new CountDownLatch(4);
            IntStream.range(0, 4)
                    .forEach(thread -> Thread.ofPlatform().start(() -> {
                        Random random = new Random(seed * 4L + thread);
                        for (int i = 0; i < 2000; i++) {
                            int changed = random.nextInt(values.length());
                            values.addAndGet(changed, random.nextInt(7) - 3);
                            tournament.changed(changed);
                        }
                        done.countDown();
                    }));
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(tournament.best()).as("round %d", round).isEqualTo(smallestByLooking(values));
        }
    }
}
