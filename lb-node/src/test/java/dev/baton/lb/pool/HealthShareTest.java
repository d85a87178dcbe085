package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.Condition;
import dev.baton.lb.health.Health;
import dev.baton.lb.traffic.Meter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

    /** A drained server says as much about the network as any; what was wished for here must not move an address. */
    @Test
    void whatOperatorsAndTrafficSayDoesNotCount() {
        Condition up = Condition.unknown(AdminState.READY).checked(Health.UP);
        assertThat(HealthShare.perMille(List.of(new BackendStatus(
                        "app",
                        Stream.of(
                                        up,
                                        up.wanted(AdminState.DRAIN),
                                        up.ejected(true),
                                        up.wanted(AdminState.MAINTENANCE).checked(Health.UNKNOWN),
                                        up.wanted(AdminState.MAINTENANCE).checked(Health.DOWN))
                                .map(HealthShareTest::server)
                                .toList(),
                        0))))
                .hasValue(1000);
    }

    private static BackendStatus backend(String... states) {
        return new BackendStatus(
                "app",
                Arrays.stream(states)
                        .map(state -> Health.valueOf(state.toUpperCase(Locale.ROOT)))
                        .map(health ->
                                server(Condition.unknown(AdminState.READY).checked(health)))
                        .toList(),
                0);
    }

    private static ServerStatus server(Condition condition) {
        return new ServerStatus("a", "10.0.0.1:80", condition, 1, 0, new Meter());
    }
}
