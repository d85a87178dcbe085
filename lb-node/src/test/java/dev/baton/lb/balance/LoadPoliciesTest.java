package dev.baton.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The policies that look at how many connections the candidates have. */
class LoadPoliciesTest {

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    /** Candidates of which one knows what they are doing. */
    private static final class Pool {

        final int[] weights;
        final int[] connections;
        final int[] chosen;
        final Balancer balancer;

        Pool(int[] weights, IntFunction<Balancer> policy, int[] connections) {
            this.weights = weights;
            this.connections = connections;
            this.chosen = new int[weights.length];
            this.balancer = policy.apply(0);
        }

        int begin() {
            int position = balancer.choose(0, Balancer.NOBODY_SKIPPED);
            chosen[position]++;
            connections[position]++;
            balancer.loadChanged(position);
            return position;
        }

        void end(int position) {
            connections[position]--;
            balancer.loadChanged(position);
        }

        double due(int position, int total) {
            return (double) total * weights[position] / Arrays.stream(weights).sum();
        }
    }

    private static Pool leastConnections(int... weights) {
        int[] connections = new int[weights.length];
        return new Pool(weights, _ -> new LeastConnections(i -> connections[i], weights), connections);
    }

    private static Pool twoChoices(int seed, int... weights) {
        int[] connections = new int[weights.length];
        Random random = new Random(seed);
        return new Pool(weights, _ -> new TwoChoices(i -> connections[i], random::nextInt, weights), connections);
    }

    private static int[] weights(int seed) {
        Random random = new Random(seed);
        return random.ints(2 + random.nextInt(30), 1, random.nextBoolean() ? 2 : 20)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void leastConnectionsGivesEachItsShareOfWhatStays(int seed) {
        Pool pool = leastConnections(weights(seed));
        int total = 3000;
        for (int i = 0; i < total; i++) {
            pool.begin();
        }
        for (int i = 0; i < pool.weights.length; i++) {
            // (c + 1) / w is equal for all within one connection of the lightest.
            assertThat((double) pool.connections[i])
                    .as("seed %d, candidate %d", seed, i)
                    .isBetween(pool.due(i, total) - pool.weights[i] - 1.5, pool.due(i, total) + pool.weights[i] + 1.5);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void leastConnectionsSharesOutTrafficThatNeverOverlaps(int seed) {
        Pool pool = leastConnections(weights(seed));
        int total = 1000 * Arrays.stream(pool.weights).sum();
        for (int i = 0; i < total; i++) {
            pool.end(pool.begin());
        }
        for (int i = 0; i < pool.weights.length; i++) {
            assertThat((double) pool.chosen[i])
                    .as("seed %d", seed)
                    .isBetween(pool.due(i, total) - 3, pool.due(i, total) + 3);
        }
    }

    @Test
    void leastConnectionsAvoidsWhoIsSlow() {
        Pool pool = leastConnections(1, 1, 1, 1);
        Queue<Integer> running = new ArrayDeque<>();
        for (int i = 0; i < 1000; i++) {
            int position = pool.begin();
            if (position != 0) {
                running.add(position);
            }
            if (running.size() > 6) {
                pool.end(running.remove());
            }
        }
        assertThat(pool.chosen[0]).as("the one that never answers").isLessThan(6);
    }

    @Test
    void leastConnectionsPassesOverWhoIsSkipped() {
        Pool pool = leastConnections(1, 1, 1);
        pool.connections[2] = 9;
        assertThat(pool.balancer.choose(0, i -> i < 2)).isEqualTo(2);
        assertThat(pool.balancer.choose(0, _ -> true)).isEqualTo(Balancer.NOBODY);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoChoicesIsEvenWithinAFewOfWhatStays(int seed) {
        int[] weights = new int[20];
        Arrays.fill(weights, 1);
        Pool pool = twoChoices(seed, weights);
        for (int i = 0; i < 20_000; i++) {
            pool.begin();
        }
        // Theory: the fullest has log log n / log 2 more than the mean, here about 2 (Mitzenmacher); one draw has ~80.
        assertThat(Arrays.stream(pool.connections).max().orElseThrow())
                .as("seed %d", seed)
                .isLessThan(1000 + 8);
    }

    @Test
    void twoChoicesGoesByWeight() {
        Pool pool = twoChoices(1, 1, 2, 4, 1);
        for (int i = 0; i < 8000; i++) {
            pool.begin();
        }
        for (int i = 0; i < 4; i++) {
            assertThat((double) pool.connections[i]).isBetween(pool.due(i, 8000) * 0.95, pool.due(i, 8000) * 1.05);
        }
    }

    @Test
    void twoChoicesAlwaysComparesTwo() {
        Pool pool = twoChoices(1, 1, 1);
        pool.connections[0] = 5;
        assertThat(IntStream.range(0, 50).map(_ -> pool.balancer.choose(0, Balancer.NOBODY_SKIPPED)))
                .containsOnly(1);
        assertThat(pool.balancer.choose(0, i -> i == 1)).isEqualTo(0);
        assertThat(twoChoices(1, 7).begin()).isZero();
    }

    @Test
    void firstStaysWithTheFirst() {
        First first = new First(3);
        assertThat(first.choose(0, Balancer.NOBODY_SKIPPED)).isZero();
        assertThat(first.choose(0, i -> i < 2)).isEqualTo(2);
        assertThat(first.choose(0, _ -> true)).isEqualTo(Balancer.NOBODY);
    }
}
