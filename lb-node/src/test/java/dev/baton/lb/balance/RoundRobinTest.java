package dev.baton.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundRobinTest {

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static RoundRobin balancer(int... weights) {
        return new RoundRobin(new AtomicLong(), weights);
    }

    private static int[] weights(int seed) {
        Random random = new Random(seed);
        return random.ints(1 + random.nextInt(60), 0, random.nextBoolean() ? 4 : 257)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRoundGivesEachCandidateExactlyItsWeight(int seed) {
        int[] weights = weights(seed);
        int total = Arrays.stream(weights).sum();
        RoundRobin balancer = balancer(weights);
        int[] chosen = new int[weights.length];
        for (int i = 0; i < total; i++) {
            chosen[balancer.choose(0, Balancer.NOBODY_SKIPPED)]++;
        }
        assertThat(chosen).isEqualTo(weights);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noCandidateRunsFarAheadOrBehindAtAnyMoment(int seed) {
        int[] weights = weights(seed);
        int total = Arrays.stream(weights).sum();
        RoundRobin balancer = balancer(weights);
        int[] chosen = new int[weights.length];
        for (int i = 1; i <= total; i++) {
            chosen[balancer.choose(0, Balancer.NOBODY_SKIPPED)]++;
            for (int candidate = 0; candidate < weights.length; candidate++) {
                double due = (double) i * weights[candidate] / total;
                if (Math.abs(chosen[candidate] - due) > 4) {
                    fail(
                            "seed %d: candidate %d of %s has %d of %d",
                            seed, candidate, Arrays.toString(weights), chosen[candidate], i);
                }
            }
        }
    }

    @Test
    void equalWeightsTakeTurnsInOrder() {
        RoundRobin balancer = balancer(7, 7, 7);
        assertThat(IntStream.range(0, 7).map(_ -> balancer.choose(0, Balancer.NOBODY_SKIPPED)))
                .containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void weightZeroGetsNothing() {
        RoundRobin balancer = balancer(0, 5, 0);
        assertThat(IntStream.range(0, 10).map(_ -> balancer.choose(0, Balancer.NOBODY_SKIPPED)))
                .containsOnly(1);
    }

    @Test
    void whoIsSkippedIsNotChosenAndWeightZeroDoesNotFillIn() {
        RoundRobin balancer = balancer(1, 0, 1, 1);
        assertThat(IntStream.range(0, 9).map(_ -> balancer.choose(0, i -> i == 0)))
                .containsOnly(2, 3);
        assertThat(balancer.choose(0, i -> i != 1)).isEqualTo(Balancer.NOBODY);
    }

    @Test
    void nobodyIsChosenFromNobody() {
        assertThat(balancer().choose(0, Balancer.NOBODY_SKIPPED)).isEqualTo(Balancer.NOBODY);
        assertThat(balancer(0, 0).choose(0, Balancer.NOBODY_SKIPPED)).isEqualTo(Balancer.NOBODY);
    }

    @Test
    void negativeWeightsAreRefused() {
        assertThatThrownBy(() -> balancer(1, -2)).hasMessage("weight -2 is negative");
    }
}
