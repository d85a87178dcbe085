package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.Condition;
import dev.baton.lb.health.Health;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.traffic.Meter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackendReportsTest {

    @Test
    void wishesAreNoProblemWhileAServerTakesNewClients() {
        assertThat(problems(
                        server("a", AdminState.READY, Health.UP, 1),
                        server("b", AdminState.DRAIN, Health.UP, 1),
                        server("c", AdminState.MAINTENANCE, Health.UNKNOWN, 1),
                        server("d", AdminState.READY, Health.UP, 0)))
                .isEmpty();
    }

    @Test
    void aBackendThatTakesNobodyIsOneAndSaysWhatKeepsEachServer() {
        assertThat(problems(server("a", AdminState.DRAIN, Health.UP, 1)))
                .containsExactly("backend app has no server that takes new clients: a is drained");
        assertThat(problems(
                        server("a", AdminState.READY, Health.UP, 0),
                        server("b", AdminState.MAINTENANCE, Health.UNKNOWN, 1),
                        server("c", AdminState.READY, Health.DOWN, 1)))
                .containsExactly(
                        "backend app has no server that takes new clients: a has weight 0, b is in maintenance, c is down",
                        "server app/c is down");
    }

    @Test
    void ofManyServersAFewAreNamed() {
        ServerStatus[] many = IntStream.range(0, 9)
                .mapToObj(i -> server("s" + i, AdminState.DRAIN, Health.UP, 1))
                .toArray(ServerStatus[]::new);
        assertThat(problems(many))
                .containsExactly("backend app has no server that takes new clients: s0 is drained, s1 is drained,"
                        + " s2 is drained, s3 is drained and 5 more");
    }

    @Test
    void theStatusHasTheWeight() {
        BackendStatus backend = new BackendStatus("app", List.of(server("a", AdminState.READY, Health.UP, 0)), 0);
        assertThat(BackendReports.of(backend).servers().getFirst().weight()).isZero();
    }

    private static List<String> problems(ServerStatus... servers) {
        return BackendReports.problems(new BackendStatus("app", List.of(servers), 0));
    }

    private static ServerStatus server(String name, AdminState wanted, Health health, int weight) {
        return new ServerStatus(
                name, "10.9.0.20:80", Condition.unknown(wanted).checked(health), weight, 0, new Meter());
    }
}
