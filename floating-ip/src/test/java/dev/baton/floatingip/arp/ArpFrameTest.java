package dev.baton.floatingip.arp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.MacAddress;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Expected bytes are RFC 826 and RFC 5227 written out. */
class ArpFrameTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final MacAddress OWNER = MacAddress.parse("02:00:00:00:00:01");
    private static final Inet4Address ADDRESS = Inet4Address.ofLiteral("10.9.0.100");

    @Test
    void gratuitousRequest() {
        assertThat(HEX.formatHex(ArpFrame.gratuitousRequest(OWNER, ADDRESS).encode()))
                .isEqualTo("ffffffffffff0200000000010806" + "0001080006040001" + "0200000000010a090064"
                        + "0000000000000a090064");
    }

    @Test
    void gratuitousReplyNamesTheOwnerAsTargetToo() {
        assertThat(HEX.formatHex(ArpFrame.gratuitousReply(OWNER, ADDRESS).encode()))
                .isEqualTo("ffffffffffff0200000000010806" + "0001080006040002" + "0200000000010a090064"
                        + "0200000000010a090064");
    }

    @Test
    void probeClaimsNothing() {
        assertThat(HEX.formatHex(ArpFrame.probe(OWNER, ADDRESS).encode()))
                .isEqualTo("ffffffffffff0200000000010806" + "0001080006040001" + "02000000000100000000"
                        + "0000000000000a090064");
    }

    @Test
    void readsBackWithPadding() {
        ArpFrame frame = ArpFrame.gratuitousReply(OWNER, ADDRESS);
        ByteBuffer padded = ByteBuffer.allocate(60).put(frame.encode()).rewind();
        assertThat(ArpFrame.decode(padded)).contains(frame);
    }

    @Test
    void ignoresWhatIsNotArp() {
        byte[] frame = ArpFrame.probe(OWNER, ADDRESS).encode();
        assertThat(ArpFrame.decode(ByteBuffer.wrap(frame, 0, 41))).isEmpty();
        for (int at : new int[] {12, 14, 16, 18, 19}) {
            byte[] broken = frame.clone();
            broken[at] ^= 0x40;
            assertThat(ArpFrame.decode(ByteBuffer.wrap(broken)))
                    .as("byte %d", at)
                    .isEmpty();
        }
    }
}
