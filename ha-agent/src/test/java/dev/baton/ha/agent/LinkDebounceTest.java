package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkDebounceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NANOS = SECOND.toNanos();

    private final LinkDebounce debounce = new LinkDebounce(SECOND);

    @Test
    void theFirstWordOfAnInterfaceCountsAtOnce() {
        assertThat(debounce.countsNow("eth0", true, 0)).isTrue();
        assertThat(debounce.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLossCountsAtOnceAndAReturnAfterAWhile() {
        assertThat(debounce.countsNow("eth0", false, 0)).isTrue();
        assertThat(debounce.countsNow("eth0", true, 100)).isFalse();

        assertThat(debounce.nextDeadlineNanos()).isEqualTo(100 + NANOS);
        assertThat(debounce.settled(99 + NANOS)).isEmpty();
        assertThat(debounce.settled(100 + NANOS)).containsExactly("eth0");
        assertThat(debounce.settled(101 + NANOS)).isEmpty();
        assertThat(debounce.countsNow("eth0", true, 102 + NANOS)).isTrue();
    }

    @Test
    void aFlapBeginsTheWaitAnew() {
        debounce.countsNow("eth0", false, 0);
        debounce.countsNow("eth0", true, 100);
        assertThat(debounce.countsNow("eth0", false, 200)).isTrue();
        assertThat(debounce.settled(100 + NANOS)).isEmpty();

        debounce.countsNow("eth0", true, 300);
        assertThat(debounce.countsNow("eth0", true, 400))
                .as("said again, not begun anew")
                .isFalse();
        assertThat(debounce.settled(300 + NANOS)).containsExactly("eth0");
    }

    @Test
    void eachInterfaceWaitsForItself() {
        debounce.countsNow("eth0", false, 0);
        debounce.countsNow("eth1", false, 0);
        debounce.countsNow("eth0", true, 100);
        debounce.countsNow("eth1", true, 200);

        assertThat(debounce.settled(100 + NANOS)).containsExactly("eth0");
        assertThat(debounce.settled(200 + NANOS)).containsExactly("eth1");
    }

    @Test
    void withoutADebounceEverythingCountsAtOnce() {
        LinkDebounce none = new LinkDebounce(Duration.ZERO);
        assertThat(none.countsNow("eth0", false, 0)).isTrue();
        assertThat(none.countsNow("eth0", true, 1)).isTrue();
    }
}
