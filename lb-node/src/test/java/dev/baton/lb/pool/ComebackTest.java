package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Clients that come back to the server that they belong to. */
class ComebackTest {

    private final List<String> served = new ArrayList<>();

    private static Backend backend(String affinity) throws ConfigException {
        Backend backend = new Backend(
                ConfigReader.parse("f", """
                        frontends: [{name: web, bind: ":80", backend: app}]
                        backends:
                          - name: app
                            balance: first
                            queue: {length: 3}
                            affinity: {type: cookie%s}
                            servers:
                              - {name: a, address: "10.0.0.1:80", max_connections: 1}
                              - {name: b, address: "10.0.0.2:80", max_connections: 1}
                        """.formatted(affinity)).backends().getFirst(), System::nanoTime);
        backend.servers().forEach(server -> backend.verdicts().judge(server, Health.UP));
        return backend;
    }

    private static Server server(Backend backend, String name) {
        return Objects.requireNonNull(backend.find(name));
    }

    private Waiter waiter(String name, @Nullable Server wanted) {
        return new Waiter() {
            @Override
            public @Nullable Server wanted() {
                return wanted;
            }

            @Override
            public void served(@Nullable Server server) {
                served.add(name + (server == null ? " is sent away" : " gets " + server.name()));
            }
        };
    }

    @Test
    void aServerThatIsDrainedOrWeighsNothingKeepsItsOwn() throws ConfigException {
        Backend backend = backend("");
        Server b = server(backend, "b");
        backend.verdicts().want(b, AdminState.DRAIN);
        assertThat(backend.comeBack(b)).isEqualTo(Comeback.STARTED);
        assertThat(b.connections()).isEqualTo(1);
        b.finished();
        backend.verdicts().want(b, AdminState.READY);
        backend.verdicts().weigh(b, 0);
        assertThat(backend.comeBack(b)).isEqualTo(Comeback.STARTED);
    }

    @Test
    void aServerThatIsDownOrInMaintenanceIsAway() throws ConfigException {
        Backend backend = backend("");
        Server a = server(backend, "a");
        backend.verdicts().judge(a, Health.DOWN);
        assertThat(backend.comeBack(a)).isEqualTo(Comeback.AWAY);
        assertThat(backend.join(waiter("own", a), List.of())).isFalse();
        backend.verdicts().judge(a, Health.UP);
        backend.verdicts().want(a, AdminState.MAINTENANCE);
        assertThat(backend.comeBack(a)).isEqualTo(Comeback.AWAY);
        assertThat(backend.isAway(a)).isTrue();
        assertThat(a.connections()).isZero();
    }

    @Test
    void whoWaitsForOneServerIsServedByNoOther() throws ConfigException {
        Backend backend = backend("");
        Server a = server(backend, "a");
        Server b = server(backend, "b");
        assertThat(backend.comeBack(a)).isEqualTo(Comeback.STARTED);
        assertThat(backend.comeBack(b)).isEqualTo(Comeback.STARTED);
        assertThat(backend.comeBack(a)).isEqualTo(Comeback.FULL);
        assertThat(backend.join(waiter("own", a), List.of())).isTrue();
        b.finished();
        assertThat(served).isEmpty();
        a.finished();
        assertThat(served).containsExactly("own gets a");
        assertThat(backend.status().waiting()).isZero();
    }

    @Test
    void ofTwoWhoWouldTakeAServerTheOneWhoWaitsLongerGetsIt() throws ConfigException {
        Backend backend = backend("");
        Server a = server(backend, "a");
        Server b = server(backend, "b");
        backend.comeBack(a);
        backend.comeBack(b);
        backend.join(waiter("own 1", a), List.of());
        backend.join(waiter("any", null), List.of());
        backend.join(waiter("own 2", a), List.of());
        assertThat(backend.join(waiter("too many", a), List.of())).isFalse();
        a.finished();
        a.finished();
        a.finished();
        assertThat(served).containsExactly("own 1 gets a", "any gets a", "own 2 gets a");
    }

    @Test
    void nobodyGetsInAheadOfThoseWhoWait() throws ConfigException {
        Backend backend = backend("");
        Server a = server(backend, "a");
        Server b = server(backend, "b");
        backend.comeBack(a);
        backend.comeBack(b);
        backend.verdicts().want(b, AdminState.DRAIN);
        backend.join(waiter("any", null), List.of());
        assertThat(backend.comeBack(a)).as("a is full").isEqualTo(Comeback.FULL);
        b.finished();
        assertThat(served).as("a drained server takes nobody new").isEmpty();
        assertThat(backend.comeBack(b)).as("it is no use to those who wait").isEqualTo(Comeback.STARTED);
    }

    @Test
    void thoseWhoWaitForAServerThatGoesDownAreSentAwayOrStay() throws ConfigException {
        for (boolean patient : List.of(false, true)) {
            served.clear();
            Backend backend = backend(patient ? ", when_down: wait" : "");
            Server a = server(backend, "a");
            backend.comeBack(a);
            backend.join(waiter("own", a), List.of());
            backend.verdicts().judge(a, Health.DOWN);
            assertThat(served).isEqualTo(patient ? List.of() : List.of("own is sent away"));
            a.finished();
            assertThat(a.connections()).isZero();
            if (patient) {
                backend.verdicts().judge(a, Health.UP);
                assertThat(served).containsExactly("own gets a");
            }
        }
    }

    @Test
    void oneWhoIsPatientMayJoinForAServerThatIsDown() throws ConfigException {
        Backend backend = backend(", when_down: wait");
        Server a = server(backend, "a");
        backend.verdicts().judge(a, Health.DOWN);
        assertThat(backend.join(waiter("own", a), List.of())).isTrue();
        backend.verdicts().judge(a, Health.UP);
        assertThat(served).containsExactly("own gets a");
        assertThat(a.connections()).isEqualTo(1);
    }
}
