package dev.baton.lb.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The keys that the nodes of a cluster make session tickets with; no I/O. */
class TicketKeysTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long TOLD = TicketKeys.TOLD.toMillis();

    private final TicketKeys one = new TicketKeys(new SecureRandom(), NOW);

    @Test
    void allNodesMakeTicketsWithTheSameKeyOnceItIsKnown() {
        TicketKeys other = new TicketKeys(new SecureRandom(), NOW + 60_000);
        tell(one, other, NOW + 60_100);
        assertThat(other.inOrder(NOW + 60_200))
                .as("what the other nodes know already comes first")
                .first()
                .isEqualTo(one.inOrder(NOW).getFirst());
        tell(other, one, NOW + 60_300);
        assertThat(one.inOrder(NOW + 60_000 + TOLD)).isEqualTo(other.inOrder(NOW + 60_000 + TOLD));
        assertThat(one.inOrder(NOW + 60_000 + TOLD)).hasSize(2);
    }

    @Test
    void aKeyIsReplacedAndGoesOnToReadOldTicketsForAWhile() {
        TicketKey first = one.inOrder(NOW).getFirst();
        long later = NOW + TicketKeys.ROTATION.toMillis();
        one.turn(later - 1);
        assertThat(one.inOrder(later)).containsExactly(first);
        one.turn(later);
        assertThat(one.inOrder(later + TOLD)).hasSize(2).last().isEqualTo(first);
        one.turn(NOW + TicketKeys.LIFE.toMillis());
        assertThat(one.inOrder(later + TOLD)).doesNotContain(first);
    }

    @Test
    void oneIsThereHoweverTheClockIsSet() {
        one.turn(NOW + 10 * TicketKeys.LIFE.toMillis());
        assertThat(one.inOrder(NOW)).isNotEmpty();
        one.turn(NOW - 10 * TicketKeys.LIFE.toMillis());
        assertThat(one.inOrder(NOW)).isNotEmpty();
    }

    @Test
    void theirNumberIsBounded() {
        for (int i = 0; i < 100; i++) {
            tell(new TicketKeys(new SecureRandom(), NOW + i), one, NOW + i);
        }
        assertThat(one.inOrder(NOW)).hasSize(TicketKeys.MOST);
    }

    @Test
    void newsIsToldOnce() {
        int[] heard = {0};
        one.listen(() -> heard[0]++);
        TicketKeys other = new TicketKeys(new SecureRandom(), NOW);
        tell(other, one, NOW);
        tell(other, one, NOW);
        one.turn(NOW);
        assertThat(heard[0]).isEqualTo(1);
    }

    @Test
    void aKeySaysNothingOfItself() {
        TicketKey key = one.inOrder(NOW).getFirst();
        assertThat(key).hasToString("ticket key of " + NOW);
        assertThat(key.name()).hasSize(16).isNotEqualTo(key.aes());
        assertThat(key.hmac()).hasSize(16).isNotEqualTo(key.aes());
    }

    @Test
    void whatIsCutOffIsRefused() {
        byte[] told = one.encode();
        assertThatThrownBy(() -> TicketKeys.decode(Arrays.copyOf(told, told.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> TicketKeys.decode(new byte[] {2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kind 2");
        assertThatThrownBy(() -> TicketKeys.decode(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    private static void tell(TicketKeys from, TicketKeys to, long nowMillis) {
        to.learn(TicketKeys.decode(from.encode()), nowMillis);
    }
}
