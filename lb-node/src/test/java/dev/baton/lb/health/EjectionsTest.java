package dev.baton.lb.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.Ejections.Policy;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EjectionsTest {

    private static final Policy POLICY = new Policy(5, Duration.ofSeconds(10), Duration.ofSeconds(60), 50);

    private long now = 1;

    @Test
    void eachEjectionIsTwiceAsLongAsTheLastUpToABound() {
        Ejections ejections = new Ejections(POLICY, 2);
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            assertThat(ejections.offend(0, 2, now)).contains(Duration.ofSeconds(seconds));
            pass(seconds);
            ejections.readmit(0, now);
        }
    }

    @Test
    void whoIsOutElsewhereIsOutHereForTheRestAndLongerNextTime() {
        Ejections ejections = new Ejections(POLICY, 2);
        ejections.follow(0, Duration.ofSeconds(7), now);
        assertThat(ejections.offend(0, 2, now)).as("out already").isEmpty();
        pass(3);
        assertThat(ejections.remaining(0, now)).isEqualTo(Duration.ofSeconds(4));
        pass(5);
        assertThat(ejections.remaining(0, now)).isZero();
        ejections.readmit(0, now);
        assertThat(ejections.offend(0, 2, now)).contains(Duration.ofSeconds(20));
        assertThat(ejections.remaining(1, now)).isZero();
    }

    @Test
    void whoBehavesForLongBeginsAnew() {
        Ejections ejections = new Ejections(POLICY, 2);
        assertThat(ejections.offend(0, 2, now)).contains(Duration.ofSeconds(10));
        ejections.readmit(0, now);
        pass(59);
        assertThat(ejections.offend(0, 2, now)).contains(Duration.ofSeconds(20));
        ejections.readmit(0, now);
        pass(61);
        assertThat(ejections.offend(0, 2, now)).contains(Duration.ofSeconds(10));
    }

    @Test
    void theLastOneStaysWhateverItDoes() {
        Ejections alone = new Ejections(POLICY, 1);
        assertThat(alone.offend(0, 1, now)).isEmpty();

        Ejections three = new Ejections(POLICY, 3);
        assertThat(three.offend(0, 1, now)).as("the others are down").isEmpty();
        assertThat(three.offend(0, 3, now)).isPresent();
        assertThat(three.offend(0, 3, now)).as("out already").isEmpty();
        assertThat(three.offend(1, 2, now)).as("half of three is one").isEmpty();
    }

    @Test
    void underAnyTrafficTheShareHoldsAndSomebodyServes() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 100; round++) {
            int servers = random.nextInt(1, 12);
            int share = random.nextInt(1, 101);
            Ejections ejections =
                    new Ejections(new Policy(1, Duration.ofSeconds(1), Duration.ofSeconds(30), share), servers);
            TreeMap<Integer, Long> out = new TreeMap<>();
            for (int step = 0; step < 500; step++) {
                now += random.nextLong(Duration.ofSeconds(1).toNanos());
                out.entrySet().removeIf(each -> {
                    boolean over = each.getValue() <= now;
                    if (over) {
                        ejections.readmit(each.getKey(), now);
                    }
                    return over;
                });
                int server = random.nextInt(servers);
                ejections
                        .offend(server, servers - out.size(), now)
                        .ifPresent(span -> out.put(server, now + span.toNanos()));
                assertThat(out.size())
                        .as("seed %d, %d servers, share %d %%", seed, servers, share)
                        .isLessThanOrEqualTo(Math.max(1, servers * share / 100))
                        .isLessThan(Math.max(servers, 1));
            }
        }
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
