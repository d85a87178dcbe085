package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusSetTest {

    @Test
    void holdsCodesAndRanges() {
        StatusSet set = StatusSet.parse("200-299, 301,404");

        assertThat(IntStream.of(200, 250, 299, 301, 404)).allMatch(set::contains);
        assertThat(IntStream.of(199, 300, 302, 403, 500)).noneMatch(set::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "99", "600", "200-", "-299", "200,,301", "200..299", "200-299-300"})
    void refusesWhatIsNoSet(String text) {
        assertThatThrownBy(() -> StatusSet.parse(text))
                .hasMessage("\"" + text + "\" is not a set of status codes; write codes and ranges: \"200-299,301\"");
    }

    @ParameterizedTest
    @CsvSource({"299-200, 299-200", "'200,503-502', 503-502"})
    void refusesBackwardRanges(String text, String range) {
        assertThatThrownBy(() -> StatusSet.parse(text))
                .hasMessage("\"" + text + "\": the range " + range + " is backwards");
    }
}
