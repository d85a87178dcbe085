package dev.baton.ha.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayGuardTest {

    private final ReplayGuard guard = new ReplayGuard();

    @Test
    void onlyTheNewerPasses() {
        assertThat(guard.accept("lb1", "web", 5, 10)).isTrue();
        assertThat(guard.accept("lb1", "web", 5, 10)).isFalse();
        assertThat(guard.accept("lb1", "web", 5, 9)).isFalse();
        assertThat(guard.accept("lb1", "web", 4, 11)).isFalse();
        assertThat(guard.accept("lb1", "web", 5, 12)).isTrue();
        assertThat(guard.accept("lb1", "web", 6, 1)).isTrue();
        assertThat(guard.accept("lb1", "web", 5, 13)).isFalse();
    }

    @Test
    void nodesAndStreamsCountByThemselves() {
        assertThat(guard.accept("lb1", "web", 5, 10)).isTrue();
        assertThat(guard.accept("lb1", "mail", 5, 1)).isTrue();
        assertThat(guard.accept("lb2", "web", 1, 1)).isTrue();
    }

    @Test
    void aNodeWhoseClockWasSetBackBeginsAnew() {
        assertThat(guard.accept("lb1", "web", 5, 10)).isTrue();
        assertThat(guard.accept("lb2", "web", 5, 10)).isTrue();
        guard.forget("lb1");
        assertThat(guard.accept("lb1", "web", 4, 1)).isTrue();
        assertThat(guard.accept("lb2", "web", 4, 1)).isFalse();
    }
}
