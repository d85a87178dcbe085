package dev.baton.ha.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateFrameTest {

    @Test
    void whatIsWrittenIsRead() throws Exception {
        byte[] bytes = new StateFrame("lb1", 7, 8, new byte[] {1, 2, 3}).encode();

        StateFrame read = StateFrame.decode(bytes);
        assertThat(StateFrame.isFrame(bytes[0])).isTrue();
        assertThat(read.node()).isEqualTo("lb1");
        assertThat(read.incarnation()).isEqualTo(7);
        assertThat(read.sequence()).isEqualTo(8);
        assertThat(read.state()).containsExactly(1, 2, 3);
    }

    @Test
    void anEnvelopeIsNoFrame() {
        byte[] envelope = MessageCodec.encode(new Envelope("lb1", 1, 1, 1, new Envelope.Hello()));

        assertThat(StateFrame.isFrame(envelope[0])).isFalse();
        assertThatThrownBy(() -> StateFrame.decode(envelope)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void tooMuchStateIsRefused() {
        assertThatThrownBy(() -> new StateFrame("lb1", 1, 1, new byte[StateChannel.MAX_BYTES + 1]))
                .hasMessageContaining("more than " + StateChannel.MAX_BYTES);
        byte[] long1 = Arrays.copyOf(new StateFrame("lb1", 1, 1, new byte[1]).encode(), StateFrame.MAX_BYTES);
        assertThatThrownBy(() -> StateFrame.decode(long1)).hasMessageContaining("too many");
    }

    @Test
    void otherBytesAreRefusedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 83;
            }
            try {
                StateFrame.decode(bytes);
            } catch (MessageFormatException _) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }
}
