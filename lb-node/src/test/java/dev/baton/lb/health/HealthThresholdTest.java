package dev.baton.lb.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthThresholdTest {

    /** Results as + and -, and the verdict after each as U (up), D (down) or ? (unknown). */
    @ParameterizedTest
    @CsvSource({
        "2, 3, +,         U",
        "2, 3, -,         D",
        "2, 3, +--+--+,   UUUUUUU",
        "2, 3, +---,      UUUD",
        "2, 3, -++,       DDU",
        "2, 3, -+-+-++,   DDDDDDU",
        "1, 1, +-+-,      UDUD",
        "3, 2, +--+++-,   UUDDDUU",
    })
    void flipsAfterEnoughResultsInARow(int rise, int fall, String results, String verdicts) {
        HealthThreshold threshold = new HealthThreshold(rise, fall);
        StringBuilder seen = new StringBuilder();
        Health before = threshold.health();
        for (int i = 0; i < results.length(); i++) {
            boolean flipped = threshold.observe(results.charAt(i) == '+');
            assertThat(flipped).isEqualTo(threshold.health() != before);
            before = threshold.health();
            seen.append(before == Health.UP ? 'U' : before == Health.DOWN ? 'D' : '?');
        }
        assertThat(seen).hasToString(verdicts);
    }

    @Test
    void startsUnknown() {
        assertThat(new HealthThreshold(1, 1).health()).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void countsMustBePositive() {
        assertThatThrownBy(() -> new HealthThreshold(0, 3)).hasMessage("rise 0 and fall 3 must be at least 1");
    }
}
