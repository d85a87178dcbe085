package dev.baton.ha.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoveltiesTest {

    private final Novelties novelties = new Novelties();
    private long nanos = 42;

    @Test
    void theFirstOfASortIsToldAndItsCountOnceAMinute() {
        assertThat(told("10.9.0.66: not sealed")).contains("10.9.0.66: not sealed");
        for (int i = 0; i < 1000; i++) {
            assertThat(told("10.9.0.66: not sealed")).isEmpty();
        }
        pass(60);
        assertThat(told("10.9.0.66: not sealed")).contains("10.9.0.66: not sealed, 1001 times since it was told last");
        pass(120);
        assertThat(told("10.9.0.66: not sealed")).contains("10.9.0.66: not sealed");
    }

    /** Whoever invents a sort for each message gets five a minute, and what waits is counted. */
    @Test
    void strangersCannotFillTheHistory() {
        long told = IntStream.range(0, 10_000)
                .filter(i -> told("10.9.0." + i + ": garbled").isPresent())
                .count();
        assertThat(told).isEqualTo(5);
        assertThat(told("10.9.0.9999: garbled")).isEmpty();
        pass(60);
        assertThat(told("10.9.0.9999: garbled")).contains("10.9.0.9999: garbled, 3 times so far");
    }

    private Optional<String> told(String sort) {
        return novelties.count(sort, nanos);
    }

    private void pass(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }
}
