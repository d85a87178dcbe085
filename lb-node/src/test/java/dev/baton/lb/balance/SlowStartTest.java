package dev.baton.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowStartTest {

    @ParameterizedTest
    @CsvSource({
        "0, 30000000000, 1",
        "1, 30000000000, 1",
        "15000000000, 30000000000, 50",
        "29999999999, 30000000000, 99",
        "30000000000, 30000000000, 100",
        "9000000000000000000, 1, 100"
    })
    void isAStraightLineFromLittleToAll(long elapsed, long duration, int percent) {
        assertThat(SlowStart.share(elapsed, duration)).isEqualTo(percent);
    }
}
