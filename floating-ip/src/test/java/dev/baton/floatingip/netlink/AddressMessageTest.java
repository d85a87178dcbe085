package dev.baton.floatingip.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Requests are held against the bytes that iproute2 6.1 sends, events against those of Linux 6.18 (x86-64): {@code strace
 * -xx -e trace=sendmsg,recvmsg} of the {@code ip} command beside each, and of {@code ip monitor address}.
 */
class AddressMessageTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void addsLikeIproute2() {
        AddressMessage address = new AddressMessage(
                3,
                InetAddress.ofLiteral("fd00:9::100"),
                128,
                Rtnetlink.IFA_F_NODAD | Rtnetlink.IFA_F_NOPREFIXROUTE,
                0,
                0,
                0,
                "",
                Optional.of(new CacheInfo(0, 30, 0, 0)));

        NetlinkMessage request = Requests.add(address);
        byte[] bytes = new NetlinkMessage(request.type(), request.flags(), 0x6b04245d, 0, request.payload()).encode();

        // ip addr add fd00:9::100/128 dev d0 valid_lft 30 preferred_lft 0 noprefixroute nodad
        assertThat(HEX.formatHex(bytes))
                .isEqualTo("5c000000140005065d24046b00000000"
                        + "0a80000003000000"
                        + "14000200fd000009000000000000000000000100"
                        + "0800080002020000"
                        + "14000100fd000009000000000000000000000100"
                        + "14000600000000001e0000000000000000000000");
    }

    @Test
    void readsAnAddressThatTheKernelReports() {
        NetlinkMessage event = only("4c000000140000005d24046b7c3e00000220200003000000080001000a090065080002000a090065"
                + "0700030064300000080008002002000014000600000000001e0000007039090070390900");

        assertThat(event.type()).isEqualTo(Rtnetlink.RTM_NEWADDR);
        assertThat(AddressMessage.decode(event.payload()))
                .contains(new AddressMessage(
                        3,
                        InetAddress.ofLiteral("10.9.0.101"),
                        32,
                        Rtnetlink.IFA_F_NOPREFIXROUTE | Rtnetlink.IFA_F_DEPRECATED,
                        0,
                        0,
                        0,
                        "d0",
                        Optional.of(new CacheInfo(0, 30, 0x93970, 0x93970))));
    }

    @Test
    void readsTheMakerOfAnAddress() {
        NetlinkMessage event = only("500000001400000000000000000000000a4080fd0300000014000100fe80000000000000000000fffe"
                + "00000114000600ffffffffffffffff5e3909005e390900080008008000000005000b0003000000");

        AddressMessage address = AddressMessage.decode(event.payload()).orElseThrow();
        assertThat(address.protocol()).isEqualTo(3); // IFAPROT_KERNEL_LL
        assertThat(address.address()).isEqualTo(InetAddress.ofLiteral("fe80::ff:fe00:1"));
        assertThat(address.cacheInfo().orElseThrow().valid()).isEqualTo(Rtnetlink.INFINITY_LIFE_TIME);
    }

    @Test
    void readsBackWhatItWrites() {
        AddressMessage address = new AddressMessage(
                7,
                InetAddress.ofLiteral("10.9.0.100"),
                32,
                Rtnetlink.IFA_F_NOPREFIXROUTE,
                0,
                0xba,
                0x7fffffff,
                "eth0:web",
                Optional.of(new CacheInfo(0, Rtnetlink.INFINITY_LIFE_TIME, 1, 2)));

        assertThat(AddressMessage.decode(address.encode())).contains(address);
    }

    static NetlinkMessage only(String hex) {
        return NetlinkMessage.parse(ByteBuffer.wrap(HEX.parseHex(hex))).getFirst();
    }
}
