package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void aFigureSurvivesTheFile() {
        Sample sample = new Sample("TCP, small answers", Product.HAPROXY, Metric.CPU, 10.0 / 3);

        assertThat(Sample.parse(sample.line())).isEqualTo(sample);
    }

    @Test
    void aLineThatIsNoneIsShown() {
        assertThatThrownBy(() -> Sample.parse("round 1")).hasMessage("not a result: round 1");
    }
}
