package dev.baton.floatingip.ndp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.MacAddress;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected bytes are RFC 4861 and RFC 8200 written out; the checksums were computed by other means. */
class NeighbourFrameTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final MacAddress OWNER = MacAddress.parse("02:00:00:00:00:01");
    private static final Inet6Address ADDRESS = (Inet6Address) Inet6Address.ofLiteral("fd00:9::100");

    @Test
    void unsolicitedAdvertisementOverridesAtAllNodes() {
        assertThat(HEX.formatHex(NeighbourFrame.unsolicited(OWNER, ADDRESS).encode()))
                .isEqualTo("33330000000102000000000186dd" + "6000000000203aff"
                        + "fd000009000000000000000000000100" + "ff020000000000000000000000000001"
                        + "8800588b20000000" + "fd000009000000000000000000000100" + "0201020000000001");
    }

    @Test
    void probeComesFromNobody() {
        assertThat(HEX.formatHex(NeighbourFrame.probe(OWNER, ADDRESS).encode()))
                .isEqualTo("3333ff00010002000000000186dd" + "6000000000183aff"
                        + "00000000000000000000000000000000" + "ff0200000000000000000001ff000100"
                        + "87007b9e00000000" + "fd000009000000000000000000000100");
    }

    @Test
    void readsBack() {
        NeighbourFrame frame = NeighbourFrame.unsolicited(OWNER, ADDRESS);
        assertThat(NeighbourFrame.decode(ByteBuffer.wrap(frame.encode()))).contains(frame);
        assertThat(frame.linkAddress()).isEqualTo(Optional.of(OWNER));
    }

    @Test
    void anyFlippedBitIsNoticedOrHarmless() {
        NeighbourFrame frame = NeighbourFrame.unsolicited(OWNER, ADDRESS);
        byte[] good = frame.encode();
        for (int bit = (14 + 8) * 8; bit < good.length * 8; bit++) {
            byte[] broken = good.clone();
            broken[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(NeighbourFrame.decode(ByteBuffer.wrap(broken)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void aForwardedPacketIsRefused() {
        byte[] frame = NeighbourFrame.unsolicited(OWNER, ADDRESS).encode();
        frame[14 + 7] = (byte) 254;
        assertThat(NeighbourFrame.decode(ByteBuffer.wrap(frame))).isEmpty();
    }

    @Test
    void randomFramesNeverCrash() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good = NeighbourFrame.unsolicited(OWNER, ADDRESS).encode();
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 40));
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(NeighbourFrame.decode(ByteBuffer.wrap(bytes)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }
}
