package dev.baton.lb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private long nanos = 5;

    @Test
    void whoeverIsRefusedAllTheTimeFillsNoLog() {
        Refusals refusals = new Refusals(() -> nanos);
        assertThat(lines(refusals, 1000)).isEqualTo(Refusals.LINES);
        nanos += TimeUnit.SECONDS.toNanos(9);
        assertThat(lines(refusals, 1000)).isZero();
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertThat(lines(refusals, 1)).isEqualTo(1);
    }

    private static long lines(Refusals refusals, int times) {
        return IntStream.range(0, times)
                .filter(_ -> refusals.note("user u9", "POST /v1/maintenance", "not his"))
                .count();
    }
}
