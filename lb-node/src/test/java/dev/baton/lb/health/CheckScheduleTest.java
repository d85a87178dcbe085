package dev.baton.lb.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckScheduleTest {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration FAST = Duration.ofMillis(500);

    @Test
    void waitsAtMostATenthLessThanTheIntervalAndNeverLonger() {
        CheckSchedule schedule = new CheckSchedule(INTERVAL, FAST, new SplittableRandom(7));

        assertThat(Stream.generate(() -> schedule.next(true)).limit(1000))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(1800), INTERVAL));
        assertThat(Stream.generate(() -> schedule.next(false)).limit(1000))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(450), FAST));
    }

    @Test
    void aFastIntervalThatIsNoneIsNotUsed() {
        CheckSchedule schedule = new CheckSchedule(FAST, INTERVAL, new SplittableRandom(7));

        assertThat(schedule.next(false)).isLessThanOrEqualTo(FAST);
    }

    /** Two nodes that start in the same moment: how often their checks of one server fall together. */
    @Test
    void nodesDoNotBeatInStep() {
        CheckSchedule one = new CheckSchedule(INTERVAL, FAST, new SplittableRandom(1));
        CheckSchedule other = new CheckSchedule(INTERVAL, FAST, new SplittableRandom(2));
        Duration first = Duration.ZERO;
        Duration second = Duration.ZERO;
        int together = 0;
        for (int i = 0; i < 1000; i++) {
            first = first.plus(one.next(true));
            second = second.plus(other.next(true));
            long apart = first.minus(second).abs().toNanos() % INTERVAL.toNanos();
            if (apart < Duration.ofMillis(20).toNanos()) {
                together++;
            }
        }
        assertThat(together).as("of 1000 checks within 20 ms of each other").isLessThan(100);
    }
}
