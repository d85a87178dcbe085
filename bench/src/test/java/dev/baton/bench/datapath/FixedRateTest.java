package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lab.LabException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FixedRateTest {

    @Test
    void percentilesAreThoseOfAllAnswersInWhateverOrder() {
        List<String> log = LongStream.rangeClosed(0, 100)
                .mapToObj(i -> "1764036000000000\t200\t" + (100 - i) * 10)
                .toList();

        assertThat(FixedRate.parse(log)).isEqualTo(new FixedRate(0.5, 0.99));
    }

    @Test
    void aFailedRequestFailsTheRun() {
        refused("1764036000000000\t503\t20");
        refused("1764036000000000\t-1\t20");
        refused("no log");
        assertThatThrownBy(() -> FixedRate.parse(List.of())).isInstanceOf(LabException.class);
    }

    private static void refused(String line) {
        assertThatThrownBy(() -> FixedRate.parse(List.of(line)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(line);
    }
}
