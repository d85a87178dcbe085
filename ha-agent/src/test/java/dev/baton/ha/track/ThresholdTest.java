package dev.baton.ha.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {

    /** Results as + and -, and the verdict after each as U (up) or D (down). */
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
        Threshold threshold = new Threshold(rise, fall);
        StringBuilder seen = new StringBuilder();
        Optional<Boolean> before = threshold.verdict();
        for (int i = 0; i < results.length(); i++) {
            boolean flipped = threshold.observe(results.charAt(i) == '+');
            assertThat(flipped).isEqualTo(!threshold.verdict().equals(before));
            before = threshold.verdict();
            seen.append(before.orElseThrow() ? 'U' : 'D');
        }
        assertThat(seen).hasToString(verdicts);
    }

    @Test
    void startsWithoutAVerdict() {
        assertThat(new Threshold(1, 1).verdict()).isEmpty();
    }

    @Test
    void countsMustBePositive() {
        assertThatThrownBy(() -> new Threshold(0, 3)).hasMessage("rise 0 and fall 3 must be at least 1");
    }
}
