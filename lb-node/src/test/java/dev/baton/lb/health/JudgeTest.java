package dev.baton.lb.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class JudgeTest {

    @Test
    void theFirstCheckDecidesAloneAndLaterOnesInARow() {
        Judge judge = new Judge(2, 3);
        assertThat(judge.verdict()).isEqualTo(Health.UNKNOWN);

        assertThat(judge.observe(true)).isTrue();
        assertThat(judge.verdict()).isEqualTo(Health.UP);
        assertThat(judge.observe(false)).isFalse();
        assertThat(judge.observe(false)).isFalse();
        assertThat(judge.observe(false)).isTrue();
        assertThat(judge.verdict()).isEqualTo(Health.DOWN);
        assertThat(judge.observe(true)).isFalse();
        assertThat(judge.observe(true)).isTrue();
        assertThat(judge.verdict()).isEqualTo(Health.UP);
    }

    @Test
    void aVerdictThatItBeginsWithEndsAsItsOwnWould() {
        Judge judge = new Judge(2, 3);
        judge.begin(Health.DOWN);
        assertThat(judge.verdict()).isEqualTo(Health.DOWN);
        assertThat(judge.observe(true)).isFalse();
        assertThat(judge.observe(true)).isTrue();
        judge.begin(Health.UP);
        assertThat(judge.observe(false)).isFalse();
        assertThat(judge.verdict()).isEqualTo(Health.UP);
        judge.begin(Health.UNKNOWN);
        assertThat(judge.observe(false)).isTrue();
    }

    @Test
    void isSettledOnlyWhileUpAndUndisputed() {
        Judge judge = new Judge(2, 2);
        assertThat(judge.isSettled()).isFalse();
        judge.observe(true);
        assertThat(judge.isSettled()).isTrue();
        judge.observe(false);
        assertThat(judge.isSettled()).as("one bad check").isFalse();
        judge.observe(true);
        assertThat(judge.isSettled()).isTrue();
        judge.observe(false);
        judge.observe(false);
        assertThat(judge.isSettled()).as("down").isFalse();
    }

    @Test
    void aVerdictNeedsTheWholeRowWhateverCameBefore() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 200; round++) {
            int rise = random.nextInt(1, 6);
            int fall = random.nextInt(1, 6);
            Judge judge = new Judge(rise, fall);
            Health verdict = Health.UNKNOWN;
            boolean last = false;
            int row = 0;
            for (int i = 0; i < 100; i++) {
                boolean good = random.nextInt(3) > 0;
                row = i > 0 && good == last ? row + 1 : 1;
                last = good;
                boolean flipped = judge.observe(good);
                if (verdict == Health.UNKNOWN || row >= (good ? rise : fall)) {
                    verdict = good ? Health.UP : Health.DOWN;
                }
                assertThat(judge.verdict())
                        .as("seed %d, rise %d, fall %d", seed, rise, fall)
                        .isEqualTo(verdict);
                assertThat(flipped && row > Math.max(rise, fall))
                        .as("a flip late in a row")
                        .isFalse();
            }
        }
    }
}
