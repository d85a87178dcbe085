package dev.baton.lb.affinity.replication;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.LogicalClock;
import dev.baton.lb.affinity.MalformedBatchException;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

    @Test
    void whatIsWrittenIsRead() throws Exception {
        BitSet segments = new BitSet();
        segments.set(0);
        segments.set(AffinityTable.SEGMENTS - 1);
        long[] digests = new Random(1).longs(AffinityTable.SEGMENTS).toArray();
        List<Message> messages = List.of(
                new Message.Hello(),
                new Message.Ack(3, 4),
                new Message.Want(5, segments),
                new Message.Digests(true, false, digests),
                new Message.Part(1, 2, new byte[] {1, 2, 3}, 9),
                new Message.Facts(new byte[] {7}));

        for (Message message : messages) {
            byte[] bytes = MessageCodec.encode(message);
            Message read = MessageCodec.decode(bytes);
            assertThat(read).hasSameClassAs(message);
            assertThat(MessageCodec.encode(read)).isEqualTo(bytes);
        }
    }

    @Test
    void aWantOfNothingIsAsLongAsAnyOther() throws Exception {
        assertThat(MessageCodec.decode(MessageCodec.encode(new Message.Want(1, new BitSet()))))
                .isEqualTo(new Message.Want(1, new BitSet()));
    }

    @Test
    void bytesThatAreNoMessageAreRefusedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 1;
                bytes[1] = (byte) random.nextInt(8);
            }
            try {
                MessageCodec.decode(bytes);
            } catch (MalformedBatchException _) {
                refused++;
            }
        }

        assertThat(refused).as("seed %d", seed).isGreaterThan(10_000);
    }

    @Test
    void damagedBatchesAreRefusedOrTakenAndNothingElse() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LogicalClock clock = new LogicalClock(System::currentTimeMillis);
        AffinityTable table = new AffinityTable("lb1", 10_000, clock);
        for (int i = 0; i < 100; i++) {
            table.put("backend " + i % 4, Network.key(i), "server " + i % 7, Duration.ofHours(1));
        }
        table.remove(Network.key(5));
        byte[] whole = requireNonNull(table.changes(16_000)).batch();
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new AffinityTable("lb2", 10_000, new LogicalClock(System::currentTimeMillis))
                        .merge(damaged, Duration.ZERO);
            } catch (MalformedBatchException _) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();

        AffinityTable other = new AffinityTable("lb2", 10_000, clock);
        other.merge(whole, Duration.ZERO);
        assertThat(other.digests()).as("seed %d", seed).isEqualTo(table.digests());
        assertThatThrownBy(() -> other.merge(new byte[] {2}, Duration.ZERO)).hasMessageContaining("version 2, not 1");
    }
}
