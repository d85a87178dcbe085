package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"50ms, 50, 50ms", "2s, 2000, 2s", "1m, 60000, 1m", "60s, 60000, 1m", "1500ms, 1500, 1500ms", "0s, 0, 0s"
    })
    void durations(String text, long millis, String formatted) {
        assertThat(Durations.parse(text).toMillis()).isEqualTo(millis);
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(formatted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50", "1.5s", "-1s", "1 s", "1h", "s", "1S", "9999999999s"})
    void notDurations(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("50ms");
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "512B, 512", "1025B, 1025", "16KiB, 16384", "1MiB, 1048576", "3GiB, 3221225472"})
    void sizes(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "16", "16KB", "16k", "-1B", "1.5MiB"})
    void notSizes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text)).withMessageContaining("16KiB");
    }
}
