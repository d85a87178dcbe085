package dev.baton.lb.proxy.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.proxy.origin.ProxyHeader.Version;
import dev.baton.lb.proxy.origin.Reading.Incomplete;
import dev.baton.lb.proxy.origin.Reading.Known;
import dev.baton.lb.proxy.origin.Reading.Malformed;
import dev.baton.lb.proxy.origin.Reading.Own;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final int ROUNDS = Integer.getInteger("baton.fuzz.rounds", 2500) * 40;

    private static final Origin V4 = new Origin(address("192.0.2.77", 56_324), address("203.0.113.9", 443));
    private static final Origin V6 = new Origin(address("2001:db8::7", 0), address("2001:db8::1", 65_535));

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String V4_BLOCK = "c000024dcb007109dc0401bb";

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static Reading read(byte[] bytes) {
        return ProxyHeader.read(bytes, bytes.length);
    }

    private static Reading line(String text) {
        return read((text + "\r\n").getBytes(ISO_8859_1));
    }

    private static Reading hex(String text) {
        return read(HexFormat.of().parseHex(SIGNATURE + text));
    }

    @Test
    void aLineIsReadAsTheSpecificationWritesIt() {
        String v4 = "PROXY TCP4 192.0.2.77 203.0.113.9 56324 443";
        String v6 = "PROXY TCP6 2001:db8::7 2001:DB8:0:0:0:0:0:1 0 65535";

        assertThat(line(v4)).isEqualTo(new Known(V4, v4.length() + 2));
        assertThat(line(v6)).isEqualTo(new Known(V6, v6.length() + 2));
        assertThat(line("PROXY UNKNOWN")).isEqualTo(new Own(15));
        assertThat(line("PROXY UNKNOWN ffff:: whatever 1 2")).isInstanceOf(Own.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.777 203.0.113.9 56324 443",
                "PROXY TCP4 192.0.2.077 203.0.113.9 56324 443",
                "PROXY TCP4 192.0.2 203.0.113.9 56324 443",
                "PROXY TCP4 192.0.2.77 203.0.113.9 65536 443",
                "PROXY TCP4 192.0.2.77 203.0.113.9 056324 443",
                "PROXY TCP4 192.0.2.77 203.0.113.9 +1 443",
                "PROXY TCP4 192.0.2.77 203.0.113.9 1",
                "PROXY TCP4 192.0.2.77 203.0.113.9 1 2 3",
                "PROXY TCP4 192.0.2.77 203.0.113.9 1 2 ",
                "PROXY TCP4  192.0.2.77 203.0.113.9 1 2",
                "PROXY TCP4 2001:db8::7 2001:db8::1 1 2",
                "PROXY TCP6 192.0.2.77 203.0.113.9 1 2",
                "PROXY TCP6 2001:db8:::7 2001:db8::1 1 2",
                "PROXY TCP6 fe80::1%eth0 2001:db8::1 1 2",
                "PROXY TCP6 2001:db8::7 2001:db8::12345 1 2",
                "PROXY TCP4 192.0.2.77\t203.0.113.9 1 2",
                "PROXY TCP4 192.0.2.77 203.0.113.9 1 2\n",
                "PROXY UDP4 192.0.2.77 203.0.113.9 1 2",
                "PROXY UNKNOWNS",
                "PROXY ",
                "proxy TCP4 192.0.2.77 203.0.113.9 1 2",
                "GET / HTTP/1.1",
            })
    void aLineThatTwoProgramsCouldReadDifferentlyIsRefused(String text) {
        assertThat(line(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void aLineWithoutEndIsRefusedAtItsBound() {
        byte[] endless = ("PROXY UNKNOWN " + "x".repeat(200)).getBytes(ISO_8859_1);

        assertThat(ProxyHeader.read(endless, 106)).isEqualTo(new Incomplete(107));
        assertThat(ProxyHeader.read(endless, 107)).isInstanceOf(Malformed.class);
    }

    @Test
    void aBinaryHeaderIsRead() {
        assertThat(hex("2111000c" + V4_BLOCK)).isEqualTo(new Known(V4, 28));
        assertThat(hex("21120011" + V4_BLOCK + "0400020000"))
                .as("a datagram, with padding")
                .isEqualTo(new Own(33));
        assertThat(hex("21220024" + "00".repeat(36))).as("a datagram of IPv6").isEqualTo(new Own(52));
        assertThat(hex("21110011" + V4_BLOCK + "0400020000"))
                .as("a stream, with padding")
                .isEqualTo(new Known(V4, 33));
        assertThat(hex("2000000401020304")).as("LOCAL ignores all").isEqualTo(new Own(20));
        assertThat(hex("2100000401020304")).as("unspecified ignores all").isEqualTo(new Own(20));
        assertThat(hex("213100d8" + "00".repeat(216))).as("unix").isEqualTo(new Own(232));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111000c" + V4_BLOCK, // version 1
                "2211000c" + V4_BLOCK, // no such command
                "2113000c" + V4_BLOCK, // no such transport
                "2141000c" + V4_BLOCK, // no such family
                "2111000bc000024dcb007109dc0401", // half an address
                "2112000bc000024dcb007109dc0401", // half an address of a datagram
                "2121000c" + V4_BLOCK, // of IPv6, with the addresses of IPv4
                "2111000e" + V4_BLOCK + "0400", // half a TLV
                "21110010" + V4_BLOCK + "04000200", // a TLV that goes on
                "21110013" + V4_BLOCK + "03000400000000", // a wrong checksum
                "21110012" + V4_BLOCK + "030003000000", // a checksum of three bytes
                "21111000", // longer than the bound
                "213100d7" + "00", // of unix, too short
            })
    void aBinaryHeaderThatIsNotOneIsRefused(String text) {
        byte[] whole = HexFormat.of().parseHex(SIGNATURE + text + (text.startsWith("2131") ? "00".repeat(215) : ""));

        assertThat(read(whole)).isInstanceOf(Malformed.class);
    }

    @Test
    void aRightChecksumIsAccepted() {
        byte[] header = HexFormat.of().parseHex(SIGNATURE + "21110013" + V4_BLOCK + "03000400000000");
        CRC32C sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());

        assertThat(read(header)).isEqualTo(new Known(V4, header.length));
        header[20] ^= 1;
        assertThat(read(header)).as("with another address").isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(Version version) {
        Origin mixed = new Origin(V4.source(), V6.destination());
        for (Origin origin : List.of(V4, V6, mixed)) {
            byte[] header = ProxyHeader.write(version, origin);
            for (int length = 0; length < header.length; length++) {
                int there = length;
                assertThat(ProxyHeader.read(header, length))
                        .isInstanceOfSatisfying(
                                Incomplete.class,
                                more -> assertThat(more.atLeast()).isBetween(there + 1, header.length));
            }
            assertThat(read(header)).isEqualTo(new Known(origin, header.length));
        }
        byte[] own = ProxyHeader.writeOwn(version);
        assertThat(read(own)).isEqualTo(new Own(own.length));
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatNobodyWouldSendAreBorne(Version version) {
        long seed = Long.getLong("baton.fuzz.seed", 1);
        Random random = new Random(seed);
        int known = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = ProxyHeader.write(version, random.nextBoolean() ? V4 : V6);
            for (int i = random.nextInt(3); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : '0' + random.nextInt(10));
            }
            Reading verdict = read(bytes);
            if (verdict instanceof Known(Origin origin, int length)) {
                known++;
                byte[] again = ProxyHeader.write(version, origin);
                assertThat(read(again)).as("seed %d, round %d", seed, round).isEqualTo(new Known(origin, again.length));
                assertThat(length).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(bytes.length);
            }
        }
        assertThat(known).as("seed %d", seed).isBetween(ROUNDS / 4, ROUNDS - 1);
    }
}
