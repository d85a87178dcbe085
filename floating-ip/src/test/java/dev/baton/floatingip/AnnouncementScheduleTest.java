package dev.baton.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.floatingip.AnnouncementSchedule.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementScheduleTest {

    /** Close to where {@code System.nanoTime} wraps around. */
    private static final long START = Long.MAX_VALUE - 1_000_000_000L;

    @Test
    void burstRoundsOneAfterTheLeaseThenSlowly() {
        Settings settings = new Settings(3, 3, Duration.ofMillis(1100), Duration.ofSeconds(2), Duration.ofSeconds(10));
        assertThat(run(settings, 25_000))
                .containsExactly("0 x3", "1100 x1", "2200 x1", "2500 x1", "3300 x1", "13300 x1", "23300 x1");
    }

    @Test
    void endsWithoutRefresh() {
        Settings settings = new Settings(1, 1, Duration.ofMillis(1100), Duration.ZERO, Duration.ZERO);
        assertThat(run(settings, 60_000)).containsExactly("0 x1", "1100 x1");
    }

    @Test
    void aLateCallerMakesUpOnce() {
        AnnouncementSchedule schedule =
                new AnnouncementSchedule(Settings.withFormerLease(Duration.ofSeconds(2)), START);
        assertThat(schedule.due(START)).isEqualTo(3);
        assertThat(schedule.due(START + millis(4_000))).isEqualTo(1);
        assertThat(schedule.due(START + millis(4_000))).isZero();
        assertThat(schedule.nextNanos()).isEqualTo(START + millis(4_400));
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new Settings(0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> run(Settings settings, int untilMillis) {
        AnnouncementSchedule schedule = new AnnouncementSchedule(settings, START);
        List<String> sent = new ArrayList<>();
        for (int at = 0; at <= untilMillis; at += 10) {
            int count = schedule.due(START + millis(at));
            if (count > 0) {
                sent.add(at + " x" + count);
            }
        }
        return sent;
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
