package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthShareTest {

    @Test
    void serversThatAreUpCountWhateverTheirBackend() {
        assertThat(HealthShare.perMille(List.of(backend("up", "down"), backend("up"))))
                .hasValue(666);
        assertThat(HealthShare.perMille(List.of(backend("up", "up")))).hasValue(1000);
        assertThat(HealthShare.perMille(List.of(backend("down")))).hasValue(0);
    }

    @Test
    void nothingIsSaidBeforeEveryServerHasBeenChecked() {
        assertThat(HealthShare.perMille(List.of(backend("up", "unknown")))).isEmpty();
        assertThat(HealthShare.perMille(List.of())).isEmpty();
    }

    private static BackendStatus backend(String... states) {
        return new BackendStatus(
                "app",
                Arrays.stream(states)
                        .map(state -> new ServerStatus("a", "10.0.0.1:80", state, 0))
                        .toList());
    }
}
