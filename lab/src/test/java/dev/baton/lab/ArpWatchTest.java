package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArpWatchTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T11:00:00Z");
    private static final String ONE = " 02:00:00:00:00:01";
    private static final String OTHER = " 02:00:00:00:00:02";

    private final ArpWatch watch = ArpWatch.of();

    @Test
    void oneAfterTheOtherIsNoDouble() {
        line("00.000", ONE);
        line("00.100", "");
        line("00.200", OTHER);

        assertThat(watch.longestDouble(BEGIN)).isZero();
    }

    @Test
    void aDoubleLastsUntilOneHostAnswersAlone() {
        line("00.000", ONE);
        line("00.100", ONE + OTHER);
        line("00.110", "");
        line("00.115", ONE + OTHER);
        line("00.150", OTHER);
        line("00.200", ONE + OTHER);
        line("00.210", ONE);

        assertThat(watch.longestDouble(BEGIN)).isEqualTo(Duration.ofMillis(50));
        assertThat(watch.longestDouble(BEGIN.plusMillis(160))).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aDoubleThatGoesOnCountsUntilNow() {
        line("00.000", ONE + OTHER);

        assertThat(watch.longestDouble(BEGIN)).isGreaterThan(Duration.ofMillis(1));
    }

    private void line(String time, String hosts) {
        watch.onLine("2026-11-23T11:00:" + time + "Z" + hosts);
    }
}
