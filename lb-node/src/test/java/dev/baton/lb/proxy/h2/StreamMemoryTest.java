package dev.baton.lb.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamMemoryTest {

    private final StreamMemory memory = new StreamMemory();

    @Test
    void knowsWhatWasOpenedPassedOverAndReset() {
        memory.opened(1);
        memory.opened(7);
        memory.reset(7);
        assertThat(memory.isEnded(1)).isTrue();
        assertThat(memory.isPassedOver(3)).isTrue();
        assertThat(memory.isPassedOver(5)).isTrue();
        assertThat(memory.isEnded(7)).isFalse();
        assertThat(memory.isPassedOver(7)).isFalse();
    }

    @Test
    void saysNothingOfWhatIsLongAgoOrStillToCome() {
        memory.opened(1);
        memory.opened(1 + 2 * 64);
        assertThat(memory.isEnded(1)).isFalse();
        assertThat(memory.isPassedOver(1)).isFalse();
        assertThat(memory.isPassedOver(3)).isTrue();
        assertThat(memory.isPassedOver(131)).isFalse();
        memory.opened(100_001);
        assertThat(memory.isPassedOver(129)).isFalse();
        assertThat(memory.isEnded(100_001)).isTrue();
    }
}
