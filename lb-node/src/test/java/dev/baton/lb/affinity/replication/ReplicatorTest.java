package dev.baton.lb.affinity.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.LogicalClock;
import dev.baton.lb.affinity.MalformedBatchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplicatorTest {

    private static final Duration TTL = Duration.ofHours(1);
    private static final int SECOND = 200;

    static LongStream seeds() {
        return new Random().longs(20);
    }

    @Test
    void whatOneNodeLearnsTheOtherKnows() {
        Network network = new Network(2, 1);
        network.run(10);
        for (int i = 0; i < 5000; i++) {
            network.table("lb1").put("app", Network.key(i), "s" + i % 3, TTL);
        }
        network.table("lb1").remove(Network.key(7));
        network.run(20);

        AffinityTable other = network.table("lb2");
        assertThat(other.size()).isEqualTo(4999);
        assertThat(other.serverOf(Network.key(4))).isEqualTo("s1");
        assertThat(other.serverOf(Network.key(7))).isNull();
        assertThat(other.digests()).isEqualTo(network.table("lb1").digests());
        assertThat(network.replicator("lb1").lag(network.nowNanos)).isZero();
    }

    @Test
    void whatComesFromAnotherNodeIsNotToldAgain() {
        Network network = new Network(3, 1);
        network.run(10);
        network.table("lb1").put("app", Network.key(1), "a", TTL);
        network.run(20);

        assertThat(network.table("lb2").serverOf(Network.key(1))).isEqualTo("a");
        assertThat(network.table("lb2").changes(1000)).isNull();
    }

    /** A network that was cut delivers late what it could not deliver then. */
    @Test
    void manyGreetingsAtOnceBeginOnce() throws MalformedBatchException {
        List<Message> sent = new ArrayList<>();
        Replicator replicator = new Replicator(
                new AffinityTable("lb1", 1000, new LogicalClock(System::currentTimeMillis)),
                List.of("lb2"),
                (_, message) -> sent.add(decoded(message)),
                1,
                0,
                List::of,
                _ -> {});
        for (int i = 0; i < 50; i++) {
            replicator.receive("lb2", MessageCodec.encode(new Message.Hello()), 1_000_000L * i);
        }
        assertThat(sent)
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.Digests.class,
                        digests -> assertThat(digests.first()).isTrue());
        replicator.receive("lb2", MessageCodec.encode(new Message.Hello()), 200_000_000L);
        assertThat(sent).as("one that has begun anew").hasSize(2);
    }

    private static Message decoded(byte[] message) {
        try {
            return MessageCodec.decode(message);
        } catch (MalformedBatchException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aJoinerIsInSyncWhenItHasAllAndNotBefore() {
        Network network = new Network(2, 1);
        network.run(10);
        for (int i = 0; i < 100_000; i++) {
            network.table("lb1").put("app", Network.key(i), "a", TTL);
        }
        network.run(SECOND);
        network.start("lb2");
        int steps = 0;
        while (!network.replicator("lb2").isSynced(network.nowNanos)) {
            assertThat(steps++).as("5 ms steps of a transfer").isLessThan(20 * SECOND);
            network.run(1);
        }

        assertThat(network.table("lb2").size()).isEqualTo(100_000);
        assertThat(steps).isGreaterThan(10);
    }

    @Test
    void aTransferThatBreaksOffLeavesTheJoinerOutOfSyncUntilTheOtherIsKnownToBeGone() {
        Network network = new Network(2, 1);
        network.run(10);
        for (int i = 0; i < 100_000; i++) {
            network.table("lb1").put("app", Network.key(i), "a", TTL);
        }
        network.run(SECOND);
        network.start("lb2");
        network.run(5);
        network.side.put("lb2", 1);
        for (int step = 0; step < 5 * SECOND; step++) {
            network.run(1);
            assertThat(network.replicator("lb2").isSynced(network.nowNanos))
                    .as("step %d", step)
                    .isFalse();
        }

        network.replicator("lb2").gone("lb1", network.nowNanos);
        assertThat(network.replicator("lb2").isSynced(network.nowNanos)).isTrue();
    }

    @Test
    void aNodeThatIsAloneIsInSyncAfterAWhile() {
        Network network = new Network(2, 1);
        network.side.put("lb2", 1);
        network.run(SECOND / 2);
        assertThat(network.replicator("lb1").isSynced(network.nowNanos)).isFalse();

        network.run(2 * SECOND);
        assertThat(network.replicator("lb1").isSynced(network.nowNanos)).isTrue();
    }

    /** Of 3 nodes that change the same keys on a network that does everything wrong. */
    @ParameterizedTest
    @MethodSource("seeds")
    void allTablesBecomeTheSameAndNothingForgottenComesBack(long seed) {
        Random random = new Random(seed);
        Network network = new Network(3, seed);
        network.run(20);
        for (int i = 0; i < 1000; i++) {
            network.randomTable().put("app", Network.key(i), "a", TTL);
        }
        network.run(SECOND);
        Set<Integer> forgotten = new HashSet<>();
        network.lossPercent = random.nextInt(30);
        network.repeatPercent = random.nextInt(30);
        network.mostDelaySteps = 1 + random.nextInt(20);
        for (int round = 0; round < 200; round++) {
            if (random.nextInt(30) == 0) {
                network.side.replaceAll((_, _) -> random.nextInt(2));
            }
            for (int i = 0; i < 50; i++) {
                int key = random.nextInt(500, 3000);
                network.randomTable().put(i % 2 == 0 ? "app" : "mail", Network.key(key), "s" + random.nextInt(5), TTL);
            }
            int gone = random.nextInt(500);
            if (network.randomTable().remove(Network.key(gone))) {
                forgotten.add(gone);
            }
            network.run(1 + random.nextInt(20));
        }
        network.lossPercent = 0;
        network.repeatPercent = 0;
        network.mostDelaySteps = 1;
        network.side.replaceAll((_, _) -> 0);
        network.run(8 * SECOND);

        AffinityTable first = network.table("lb1");
        assertThat(network.tables.values()).as("seed %d", seed).allSatisfy(table -> {
            assertThat(table.digests()).isEqualTo(first.digests());
            assertThat(forgotten).allMatch(key -> table.serverOf(Network.key(key)) == null);
        });
        assertThat(network.allSynced()).as("seed %d", seed).isTrue();
        assertThat(forgotten).as("seed %d", seed).isNotEmpty();
    }

    @Test
    void tablesAreEqualWithinASecondOfAHealedPartition() {
        Network network = new Network(2, 3);
        network.run(SECOND);
        network.side.put("lb2", 1);
        for (int i = 0; i < 20_000; i++) {
            network.table(i % 2 == 0 ? "lb1" : "lb2").put("app", Network.key(i), "a", TTL);
            if (i % 10 == 0) {
                network.run(1);
            }
        }
        network.side.put("lb2", 0);
        network.run(SECOND);

        assertThat(network.table("lb1").digests())
                .isEqualTo(network.table("lb2").digests());
        assertThat(network.table("lb1").size()).isEqualTo(20_000);
    }

    @Test
    void aPeerThatTakesNothingBoundsWhatIsSentAndEndsTheTurn() throws Exception {
        AffinityTable table = new AffinityTable("lb1", 1_000_000, new LogicalClock(System::currentTimeMillis));
        List<byte[]> sent = new ArrayList<>();
        Replicator replicator = new Replicator(
                table,
                List.of("lb2"),
                (_, message) -> {
                    sent.add(message);
                    return true;
                },
                1,
                0,
                List::of,
                _ -> {});
        replicator.receive("lb2", MessageCodec.encode(new Message.Hello()), 0);
        for (int i = 0; i < 100_000; i++) {
            table.put("app", Network.key(i), "a", TTL);
        }
        sent.clear();
        for (int turn = 0; turn < 30; turn++) {
            replicator.turn(turn * 5_000_000L);
        }

        assertThat(sent).hasSize(Stream.WINDOW);
        assertThat(replicator.lag(System.nanoTime())).isPositive();
    }

    @Test
    void whatAPeerLostThatWasTooSlowCountsUntilItHasIt() {
        Network network = new Network(2, 1);
        network.run(10);
        Replicator teller = network.replicator("lb1");
        network.side.put("lb2", 1);
        for (int i = 0; i < 100_000; i++) {
            network.table("lb1").put("app", Network.key(i), "a", TTL);
        }
        network.run(SECOND);
        assertThat(teller.lagEntries(network.nowNanos)).isEqualTo(100_000);

        network.side.put("lb2", 0);
        int steps = 0;
        while (teller.lagEntries(network.nowNanos) > 0) {
            assertThat(steps++).as("5 ms steps until nothing is missing").isLessThan(10 * SECOND);
            network.run(1);
        }
        assertThat(network.table("lb2").digests())
                .isEqualTo(network.table("lb1").digests());
        assertThat(teller.lag(network.nowNanos)).isZero();
    }

    @Test
    void whatAPeerLostThatIsGoneCountsNoMore() {
        Network network = new Network(2, 1);
        network.run(10);
        network.side.put("lb2", 1);
        for (int i = 0; i < 100_000; i++) {
            network.table("lb1").put("app", Network.key(i), "a", TTL);
        }
        network.run(SECOND);
        network.replicator("lb1").gone("lb2", network.nowNanos);
        assertThat(network.replicator("lb1").lagEntries(network.nowNanos)).isZero();
    }

    @Test
    void aPeerThatIsTooSlowDoesNotKeepTheOthersWaiting() {
        Network network = new Network(3, 1);
        network.run(10);
        network.side.put("lb3", 1);
        for (int i = 0; i < 100_000; i++) {
            network.table("lb1").put("app", Network.key(i), "a", TTL);
        }
        network.run(SECOND);
        assertThat(network.table("lb2").size()).isEqualTo(100_000);

        network.side.put("lb3", 0);
        network.run(5 * SECOND);
        assertThat(network.table("lb3").digests())
                .isEqualTo(network.table("lb1").digests());
    }
}
