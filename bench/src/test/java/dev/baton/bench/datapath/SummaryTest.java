package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void figuresAreMediansOfTheRoundsAndTheRatioIsThatOfTheMedians() {
        Summary summary = new Summary(List.of(
                sample(Product.BATON, 10),
                sample(Product.HAPROXY, 8),
                sample(Product.HAPROXY, 12),
                sample(Product.BATON, 14),
                sample(Product.BATON, 11),
                sample(Product.HAPROXY, 9)));

        assertThat(summary.markdown()).isEqualTo("""
                | | | HAProxy | Baton | Baton / HAProxy |
                | --- | --- | ---: | ---: | ---: |
                | TCP | p99, ms | 9.00 (8.00 to 12.00) | 11.00 (10.00 to 14.00) | 1.22 |""");
    }

    @Test
    void aFigureThatOneOfThemDoesNotHaveStaysEmpty() {
        assertThat(new Summary(List.of(sample(Product.BATON, 1))).markdown())
                .endsWith("| TCP | p99, ms |  | 1.00 |  |");
    }

    private static Sample sample(Product product, double value) {
        return new Sample("TCP", product, Metric.P99, value);
    }
}
