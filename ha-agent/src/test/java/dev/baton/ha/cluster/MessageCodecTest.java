package dev.baton.ha.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.ha.cluster.Envelope.Content;
import dev.baton.ha.cluster.Envelope.Heartbeat;
import dev.baton.ha.cluster.Envelope.Hello;
import dev.baton.ha.cluster.Envelope.Order;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

    private static final Advertisement ADVERTISEMENT = new Advertisement(
            "web",
            "lb1",
            258,
            3,
            Role.MASTER,
            7,
            150,
            100,
            "lb2",
            true,
            750,
            0x0102030405060708L,
            List.of("eth1 is down"));

    @Test
    void heartbeatIsThis() {
        assertThat(hex(envelope(new Heartbeat(ADVERTISEMENT))))
                .isEqualTo("01" + "01" + "0000000000000102" + "0000000000000009" + "1eaa" + "03" + "6c6231" // lb1
                        + "03" + "776562" // web
                        + "0000000000000102" + "0000000000000003" + "02" + "0000000000000007" + "96" + "64"
                        + "03" + "6c6232" // lb2
                        + "01" + "02ee" + "0102030405060708" + "01" + "0c" + "6574683120697320646f776e");
    }

    @Test
    void switchoverIsThis() {
        assertThat(hex(envelope(new Order(new Command.Switchover("web", "lb2", true)))))
                .isEqualTo("0102" + "0000000000000102" + "0000000000000009" + "1eaa" + "036c6231" + "03776562"
                        + "036c6232" + "01");
    }

    @Test
    void whatIsEncodedIsDecoded() throws Exception {
        for (Role role : Role.values()) {
            Advertisement advertisement = new Advertisement(
                    "größer",
                    "lb1",
                    Long.MAX_VALUE,
                    -1,
                    role,
                    Long.MIN_VALUE,
                    254,
                    0,
                    "",
                    false,
                    -1,
                    -2,
                    List.of("a", "größer"));
            assertRoundTrip(envelope(new Heartbeat(advertisement)));
        }
        assertRoundTrip(envelope(new Order(new Command.Switchover("web", "lb2", false))));
        assertRoundTrip(envelope(new Order(new Command.Piece(Long.MIN_VALUE, true, 65_535, false, new byte[0]))));
        assertRoundTrip(envelope(new Order(new Command.Piece(7, false, 0, true, new byte[Command.Piece.MAX_BYTES]))));
        assertRoundTrip(envelope(new Hello()));
        assertRoundTrip(new Envelope("", -1, -1, 65_535, new Hello()));
    }

    @Test
    void whatIsForPeopleIsCutToSize() throws Exception {
        String name = "n".repeat(MessageCodec.MAX_NAME_BYTES);
        List<String> reasons = Collections.nCopies(300, "€".repeat(300));
        Advertisement long1 = new Advertisement(name, name, 1, 1, Role.FAULT, 1, 1, 0, name, false, 1000, 1, reasons);

        byte[] bytes = MessageCodec.encode(new Envelope(name, 1, 1, 1, new Heartbeat(long1)));

        assertThat(bytes.length).isLessThanOrEqualTo(MessageCodec.MAX_BYTES);
        assertThat(MessageCodec.decode(bytes).content())
                .isInstanceOfSatisfying(
                        Heartbeat.class,
                        heartbeat -> assertThat(heartbeat.advertisement().reasons())
                                .hasSize(8)
                                .containsOnly("€".repeat(24)));
    }

    @Test
    void tooLongNameIsNamed() {
        String name = "n".repeat(65);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageCodec.encode(new Envelope(name, 1, 1, 1, new Hello())))
                .withMessageContaining(name);
    }

    @Test
    void everyCutAndEveryTailIsRefused() {
        byte[] bytes = MessageCodec.encode(envelope(new Heartbeat(ADVERTISEMENT)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> MessageCodec.decode(cut)).isInstanceOf(MessageFormatException.class);
        }
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> MessageCodec.decode(longer)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void garbageNeverThrowsAnythingElse() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        byte[] valid = MessageCodec.encode(envelope(new Heartbeat(ADVERTISEMENT)));
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] garbage;
            if (random.nextBoolean()) {
                garbage = new byte[random.nextInt(MessageCodec.MAX_BYTES)];
                random.nextBytes(garbage);
            } else {
                garbage = valid.clone();
                garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(MessageCodec.encode(MessageCodec.decode(garbage))).isEqualTo(garbage);
            } catch (MessageFormatException _) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(100_000);
    }

    private static Envelope envelope(Content content) {
        return new Envelope("lb1", 258, 9, 7850, content);
    }

    private static String hex(Envelope envelope) {
        return HexFormat.of().formatHex(MessageCodec.encode(envelope));
    }

    private static void assertRoundTrip(Envelope envelope) throws MessageFormatException {
        assertThat(MessageCodec.decode(MessageCodec.encode(envelope))).isEqualTo(envelope);
    }
}
