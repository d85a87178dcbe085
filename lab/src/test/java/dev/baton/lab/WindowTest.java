package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long MS = 1_000_000;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void theOutageIsTheLargestGapBetweenSuccessesAndFailuresDoNotEndIt() {
        Window window = new Window(1, 0);
        window.add(success(2));
        window.add(new Outcome(4 * MS, 20 * MS, "refused", ""));
        window.add(success(62));
        window.add(success(64));

        WindowResult result = window.end(70 * MS, NOON, 0);

        assertThat(result.outageMillis()).isEqualTo(60);
        assertThat(result.outageAt()).isEqualTo("2026-01-01T11:59:59.932Z");
        assertThat(result.failed()).isEqualTo(Map.of("refused", 1));
        assertThat(result.failures()).isEqualTo(1);
        assertThat(result.answeredBy()).isEqualTo(Map.of("a", 3));
    }

    @Test
    void aGapThatIsStillOpenAtTheEndCounts() {
        Window window = new Window(1, 0);
        window.add(success(5));

        assertThat(window.end(105 * MS, NOON, 0).outageMillis()).isEqualTo(100);
    }

    @Test
    void aGapAcrossTheMarkIsSeenWholeByTheLaterWindow() {
        Window first = new Window(1, 0);
        first.add(success(5));
        first.end(50 * MS, NOON, 0);
        Window second = new Window(2, first.lastSuccessNanos());
        second.add(success(205));

        assertThat(second.end(206 * MS, NOON, 0).outageMillis()).isEqualTo(200);
    }

    @Test
    void theSlowestInAHundredIsLeftOut() {
        Window window = new Window(1, 0);
        for (int i = 1; i <= 2000; i++) {
            window.add(new Outcome(0, i * MS, Outcome.OK, "a"));
        }

        WindowResult result = window.end(2000 * MS, NOON, 0);

        assertThat(result.p99Millis()).isEqualTo(1980);
        assertThat(result.slowestMillis()).isEqualTo(2000);
    }

    @Test
    void theOutageInWordsTellsOfTheClientToo() {
        Window window = new Window(1, 0);
        window.add(success(100));

        WindowResult result = window.end(100 * MS, NOON, 70 * MS);

        assertThat(result.outage()).isEqualTo("100.0 ms (client late by 70.0, slowest answer 1.0)");
    }

    private static Outcome success(long endMillis) {
        return new Outcome((endMillis - 1) * MS, endMillis * MS, Outcome.OK, "a");
    }
}
