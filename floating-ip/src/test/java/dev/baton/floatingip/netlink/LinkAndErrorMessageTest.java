package dev.baton.floatingip.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.floatingip.MacAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkAndErrorMessageTest {

    @Test
    void asksForALinkLikeIproute2() {
        // iproute2 asks for VFs as well (EXT_MASK 9); apart from that the bytes are its own.
        assertThat(HexFormat.of().formatHex(Requests.linkByName("d0").encode()))
                .isEqualTo(
                        "30000000120001000000000000000000" + "00".repeat(16) + "08001d000800000007000300643000" + "00");
    }

    @Test
    void readsALinkWithoutCarrier() {
        // ip link set d1 down, as heard for its peer d0; cut after IFLA_ADDRESS.
        String hex = "00000100020000000310000001000000" // ifinfomsg: Ethernet, index 2, UP|BROADCAST|MULTICAST
                + "0700030064300000" + "0500100002000000" + "0500210000000000" + "0a000100ca438b5bdcd80000";

        LinkMessage link = LinkMessage.decode(HexFormat.of().parseHex(hex));

        assertThat(link.name()).isEqualTo("d0");
        assertThat(link.index()).isEqualTo(2);
        assertThat(link.mac()).contains(MacAddress.parse("ca:43:8b:5b:dc:d8"));
        assertThat(link.carrier()).isZero();
        assertThat(link.operState()).isEqualTo(2); // IF_OPER_DOWN
        assertThat(link.usable()).isFalse();
        assertThat(link.resolvesNeighbours()).isTrue();
    }

    @Test
    void readsTheKernelsOwnWords() {
        NetlinkMessage refusal = AddressMessageTest.only(
                "500000000200000207000000186f818eedffffff20000000140005000700"
                        + "0000000000000220000063000000080002000a0900011b000100697076343a20446576696365206e6f7420666f756e640000");

        assertThat(ErrorMessage.decode(refusal)).isEqualTo(new ErrorMessage(19, "ipv4: Device not found"));
    }

    @Test
    void refusesLengthsThatLie() {
        byte[] tooLong = HexFormat.of().parseHex("ff000000140000000000000000000000");
        assertThatThrownBy(() -> NetlinkMessage.parse(ByteBuffer.wrap(tooLong)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("255");
    }

    @Test
    void randomBytesAreReadOrRefusedButNeverCrash() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                if (random.nextInt(3) != 0) {
                    bytes[at] = (byte) random.nextInt(24); // small numbers look like lengths and types
                }
            }
            assertThat(readsOrRefuses(bytes))
                    .as("seed %d round %d", seed, round)
                    .isTrue();
        }
    }

    private static boolean readsOrRefuses(byte[] bytes) {
        try {
            NetlinkMessage.parse(ByteBuffer.wrap(bytes));
            AddressMessage.decode(bytes);
            LinkMessage.decode(bytes);
            ErrorMessage.decode(new NetlinkMessage(Rtnetlink.NLMSG_ERROR, Rtnetlink.NLM_F_ACK_TLVS, 0, 0, bytes));
            return true;
        } catch (MalformedMessageException _) {
            return true;
        }
    }
}
