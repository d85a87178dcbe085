package dev.baton.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashTest {

    private static final int KEYS = 100_000;
    private static final long[] SOME_KEYS = new Random(42).longs(KEYS).toArray();

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "server-" + i).toList();
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Of servers that are all there or not, with slow start shares; positions are those of the servers that are up. */
    private static ConsistentHash hash(Maglev table, IntPredicate up, int servers, int share) {
        int[] positions = new int[servers];
        Arrays.fill(positions, Balancer.NOBODY);
        int members = 0;
        for (int i = 0; i < servers; i++) {
            if (up.test(i)) {
                positions[i] = members++;
            }
        }
        int[] shares = new int[members];
        Arrays.fill(shares, SlowStart.WHOLE);
        shares[members - 1] = share;
        return new ConsistentHash(
                table,
                new ConsistentHash.Members(positions, shares),
                new ConsistentHash.Bound(0, ones(members), _ -> 0, () -> 0),
                new RoundRobin(new AtomicLong(), ones(members)));
    }

    private static int[] choices(ConsistentHash hash) {
        return Arrays.stream(SOME_KEYS)
                .mapToInt(key -> hash.choose(key, Balancer.NOBODY_SKIPPED))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 200, 1000})
    void everyServerGetsItsShareOfTheTable(int servers) {
        int[] slots = new int[servers];
        Maglev table = new Maglev(names(servers), ones(servers));
        for (int key = 0; key < Maglev.SIZE; key++) {
            slots[table.owner(key)]++;
        }
        assertThat(Arrays.stream(slots).min().orElseThrow()).isGreaterThanOrEqualTo(Maglev.SIZE / servers);
        assertThat(Arrays.stream(slots).max().orElseThrow()).isLessThanOrEqualTo(Maglev.SIZE / servers + 1);
    }

    @Test
    void sharesFollowTheWeights() {
        int[] weights = {1, 2, 0, 5, 256};
        Maglev table = new Maglev(names(5), weights);
        int[] slots = new int[5];
        for (int key = 0; key < Maglev.SIZE; key++) {
            slots[table.owner(key)]++;
        }
        for (int i = 0; i < 5; i++) {
            double due = (double) Maglev.SIZE * weights[i] / 264;
            assertThat((double) slots[i]).isBetween(due - 2, due + 2);
        }
    }

    @Test
    void theOrderOfTheConfigurationHardlyMatters() {
        List<String> names = names(50);
        List<String> reversed = names.reversed();
        Maglev one = new Maglev(names, ones(50));
        Maglev other = new Maglev(reversed, ones(50));
        long different = IntStream.range(0, Maglev.SIZE)
                .filter(key -> !names.get(one.owner(key)).equals(reversed.get(other.owner(key))))
                .count();
        assertThat((double) different / Maglev.SIZE).isLessThan(0.2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30, 300, 1000})
    void aServerThatLeavesTheConfigurationMovesLittleMoreThanItsOwnKeys(int servers) {
        Maglev before = new Maglev(names(servers), ones(servers));
        Maglev after = new Maglev(names(servers - 1), ones(servers - 1));
        long moved = IntStream.range(0, Maglev.SIZE)
                .filter(key -> before.owner(key) != servers - 1 && before.owner(key) != after.owner(key))
                .count();
        assertThat(100.0 * moved / Maglev.SIZE)
                .as("percent of the others' keys")
                .isLessThan(1.5);
    }

    @Test
    void aServerThatGoesDownMovesItsOwnKeysOnlyAndFindsThemAgain() {
        Maglev table = new Maglev(names(20), ones(20));
        int[] all = choices(hash(table, _ -> true, 20, 100));
        int[] without = choices(hash(table, i -> i != 19, 20, 100));
        int[] orphans = new int[19];
        for (int i = 0; i < KEYS; i++) {
            if (all[i] == 19) {
                orphans[without[i]]++;
            } else {
                assertThat(without[i]).isEqualTo(all[i]);
            }
        }
        double mean = Arrays.stream(orphans).average().orElseThrow();
        assertThat(Arrays.stream(orphans)).as("spread over all others").allMatch(n -> n > mean / 2 && n < mean * 1.5);
    }

    @Test
    void aSlowStartHandsTheKeysBackLittleByLittleAndNeverTwice() {
        Maglev table = new Maglev(names(5), ones(5));
        int[] whole = choices(hash(table, _ -> true, 5, 100));
        int[] before = choices(hash(table, i -> i != 4, 5, 100));
        for (int share = 1; share <= 100; share += 11) {
            int[] now = choices(hash(table, _ -> true, 5, share));
            int moved = 0;
            for (int i = 0; i < KEYS; i++) {
                if (now[i] != before[i]) {
                    assertThat(now[i]).isEqualTo(4);
                    moved++;
                }
            }
            assertThat((double) moved).isBetween(KEYS / 5.0 * share / 100 * 0.8, KEYS / 5.0 * share / 100 * 1.3);
        }
        assertThat(whole).contains(4);
    }

    @Test
    void withNearlyAllServersDownTheRestIsStillFoundAndShares() {
        Maglev table = new Maglev(names(1000), ones(1000));
        ConsistentHash hash = hash(table, i -> i % 500 == 7, 1000, 100);
        long first =
                Arrays.stream(choices(hash)).filter(position -> position == 0).count();
        assertThat((double) first).isBetween(KEYS * 0.4, KEYS * 0.6);
    }

    @Test
    void whoIsSkippedGivesWayToTheSameOtherEachTime() {
        ConsistentHash hash = hash(new Maglev(names(9), ones(9)), _ -> true, 9, 100);
        int home = hash.choose(4711, Balancer.NOBODY_SKIPPED);
        int other = hash.choose(4711, i -> i == home);
        assertThat(other).isNotEqualTo(home);
        assertThat(hash.choose(4711, i -> i == home)).isEqualTo(other);
        assertThat(hash.choose(4711, _ -> true)).isEqualTo(Balancer.NOBODY);
    }

    @Test
    void requestsWithoutAKeyTakeTurns() {
        ConsistentHash hash = hash(new Maglev(names(3), ones(3)), _ -> true, 3, 100);
        assertThat(IntStream.range(0, 6).map(_ -> hash.choose(0, Balancer.NOBODY_SKIPPED)))
                .containsExactly(0, 1, 2, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 125, 200})
    void nobodyGetsMoreThanTheBoundOfItsShare(int factor) {
        int[] weights = {1, 1, 2, 4};
        int[] connections = new int[4];
        int total = 8000;
        ConsistentHash hash = new ConsistentHash(
                new Maglev(names(4), weights),
                new ConsistentHash.Members(new int[] {0, 1, 2, 3}, new int[] {100, 100, 100, 100}),
                new ConsistentHash.Bound(
                        factor,
                        weights,
                        i -> connections[i],
                        () -> Arrays.stream(connections).sum()),
                new RoundRobin(new AtomicLong(), weights));
        Random random = new Random(factor);
        for (int i = 0; i < total; i++) {
            // Half of everything asks for the same thing.
            long key = random.nextBoolean() ? 4711 : random.nextLong();
            connections[hash.choose(key, Balancer.NOBODY_SKIPPED)]++;
        }
        for (int i = 0; i < 4; i++) {
            assertThat(connections[i]).isLessThanOrEqualTo(total * weights[i] / 8 * factor / 100 + 1);
        }
    }

    @Test
    void moreServersThanSlotsAreRefused() {
        List<String> many = Collections.nCopies(Maglev.MAX_SERVERS + 1, "same");
        assertThatThrownBy(() -> new Maglev(many, ones(many.size()))).hasMessageContaining("at most 32768");
    }
}
