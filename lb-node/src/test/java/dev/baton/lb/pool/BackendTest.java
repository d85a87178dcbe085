package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.health.Health;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackendTest {

    private final AtomicLong clock = new AtomicLong(-5);

    private Backend backend(String yaml) throws ConfigException {
        String file = "frontends: [{name: web, bind: \":80\", backend: app}]\nbackends: [{name: app, " + yaml + "}]";
        return new Backend(ConfigReader.parse("test.yaml", file).backends().getFirst(), clock::get);
    }

    private static Backend allUp(Backend backend) {
        backend.servers().forEach(server -> backend.verdicts().judge(server, Health.UP));
        return backend;
    }

    private Backend three() throws ConfigException {
        return backend("""
                servers: [
                  {name: a, address: "10.0.0.1:80"},
                  {name: b, address: "[fd00::2]:80"},
                  {name: c, address: "10.0.0.3:80", weight: 0}]""");
    }

    private static String chosen(Backend backend, long key, Server... tried) {
        Server server = backend.choose(key, List.of(tried));
        return server == null ? "nobody" : server.name();
    }

    private static String chosen(Backend backend) {
        return chosen(backend, Subject.ABSENT);
    }

    private static Server server(Backend backend, String name) {
        return backend.servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long count(Backend backend, String name, int choices) {
        return Stream.generate(() -> chosen(backend))
                .limit(choices)
                .filter(name::equals)
                .count();
    }

    @Test
    void nobodyGetsTrafficBeforeTheFirstGoodCheck() throws ConfigException {
        Backend backend = three();
        assertThat(chosen(backend)).isEqualTo("nobody");
        backend.verdicts().judge(server(backend, "a"), Health.UP);
        assertThat(chosen(backend)).isEqualTo("a");
    }

    @Test
    void aServerThatIsDownIsLeftOut() throws ConfigException {
        Backend backend = allUp(three());
        backend.verdicts().judge(server(backend, "a"), Health.DOWN);
        assertThat(count(backend, "b", 3)).isEqualTo(3);
        backend.verdicts().judge(server(backend, "b"), Health.DOWN);
        assertThat(chosen(backend)).isEqualTo("nobody");
    }

    @Test
    void aWeightChangesAtRunTimeAndZeroTakesAServerOut() throws ConfigException {
        Backend backend = allUp(three());
        assertThat(count(backend, "c", 6)).isZero();
        backend.verdicts().weigh(server(backend, "c"), 4);
        assertThat(count(backend, "c", 6)).isEqualTo(4);
        backend.verdicts().weigh(server(backend, "a"), 0);
        assertThat(count(backend, "c", 10)).isEqualTo(8);
    }

    @Test
    void roundRobinGoesOnWhereItWasWhenAVerdictFlips() throws ConfigException {
        Backend backend = allUp(three());
        String first = chosen(backend);
        backend.verdicts().judge(server(backend, "c"), Health.DOWN);
        assertThat(chosen(backend)).isNotEqualTo(first);
    }

    @Test
    void aSecondAttemptGoesToAnotherServer() throws ConfigException {
        Backend backend = allUp(three());
        Server a = server(backend, "a");
        for (int i = 0; i < 4; i++) {
            assertThat(chosen(backend, Subject.ABSENT, a)).isEqualTo("b");
        }
        assertThat(chosen(backend, Subject.ABSENT, a, server(backend, "b"))).isEqualTo("nobody");
    }

    @Test
    void backupServersWaitUntilNoOtherCanBeChosen() throws ConfigException {
        Backend backend = allUp(backend("""
                servers: [
                  {name: a, address: "10.0.0.1:80"},
                  {name: spare, address: "10.0.0.2:80", backup: true},
                  {name: spare2, address: "10.0.0.3:80", backup: true}]"""));
        Server a = server(backend, "a");
        assertThat(count(backend, "a", 5)).isEqualTo(5);
        assertThat(chosen(backend, Subject.ABSENT, a))
                .as("after a failed connection")
                .startsWith("spare");
        backend.verdicts().judge(a, Health.DOWN);
        assertThat(count(backend, "spare", 10)).isEqualTo(5);
        backend.verdicts().judge(a, Health.UP);
        assertThat(count(backend, "a", 5)).isEqualTo(5);
    }

    @Test
    void aServerThatComesBackGetsItsShareLittleByLittle() throws ConfigException {
        Backend backend = allUp(backend("""
                slow_start: 10s, servers: [
                  {name: a, address: "10.0.0.1:80"}, {name: b, address: "10.0.0.2:80"}]"""));
        assertThat(count(backend, "b", 100))
                .as("the first verdict begins no slow start")
                .isEqualTo(50);
        Server b = server(backend, "b");
        backend.verdicts().judge(b, Health.DOWN);
        backend.verdicts().judge(b, Health.UP);
        long[] shares = new long[5];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = count(backend, "b", 2000);
            clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(2500));
            backend.verdicts().advance();
        }
        assertThat(Arrays.stream(shares).boxed()).isSorted();
        assertThat(shares[0]).isBetween(1L, 40L);
        assertThat(shares[2]).as("half its weight is a third of the traffic").isBetween(600L, 700L);
        assertThat(shares[4]).isEqualTo(1000);
    }

    @Test
    void leastConnectionsFollowsWhatRuns() throws ConfigException {
        Backend backend = allUp(backend("""
                balance: least_connections, servers: [
                  {name: a, address: "10.0.0.1:80"}, {name: b, address: "10.0.0.2:80"}]"""));
        Server a = server(backend, "a");
        a.started();
        a.started();
        assertThat(count(backend, "b", 3)).isEqualTo(3);
        server(backend, "b").started();
        assertThat(chosen(backend)).isEqualTo("b");
        a.finished();
        a.finished();
        assertThat(chosen(backend)).isEqualTo("a");
    }

    @Test
    void equalKeysGoToTheSameServerAndComeBackToIt() throws ConfigException {
        Backend backend = allUp(backend("""
                balance: hash, hash_on: path, servers: [
                  {name: a, address: "10.0.0.1:80"}, {name: b, address: "10.0.0.2:80"}, {name: c, address: "10.0.0.3:80"}]"""));
        long key = backend.key(_ -> 4711);
        String home = chosen(backend, key);
        assertThat(Stream.generate(() -> chosen(backend, key)).limit(10)).containsOnly(home);
        backend.verdicts().judge(server(backend, home), Health.DOWN);
        assertThat(chosen(backend, key)).isNotEqualTo(home);
        backend.verdicts().judge(server(backend, home), Health.UP);
        assertThat(chosen(backend, key)).isEqualTo(home);
    }

    @Test
    void aBoundSendsTheKeysOfABusyServerElsewhere() throws ConfigException {
        Backend backend = allUp(backend("""
                balance: hash, hash_on: path, hash_balance_factor: 150, servers: [
                  {name: a, address: "10.0.0.1:80"}, {name: b, address: "10.0.0.2:80"}]"""));
        for (int i = 0; i < 100; i++) {
            Objects.requireNonNull(backend.choose(4711, List.of())).started();
        }
        assertThat(backend.servers().stream().mapToInt(Server::connections)).containsExactlyInAnyOrder(75, 25);
    }

    @Test
    void policiesThatDoNotLookAtTheRequestDoNotAskForIt() throws ConfigException {
        Subject untouchable = _ -> {
            throw new AssertionError("was asked");
        };
        assertThat(three().key(untouchable)).isEqualTo(Subject.ABSENT);
    }

    @Test
    void statusShowsEveryServer() throws ConfigException {
        Backend backend = three();
        Server a = server(backend, "a");
        backend.verdicts().judge(a, Health.UP);
        backend.verdicts().judge(server(backend, "b"), Health.DOWN);
        a.started();
        a.started();
        a.finished();
        assertThat(backend.status().servers())
                .extracting(ServerStatus::name, ServerStatus::address, ServerStatus::state, ServerStatus::connections)
                .containsExactly(
                        tuple("a", "10.0.0.1:80", "up", 1),
                        tuple("b", "[fd00::2]:80", "down", 0),
                        tuple("c", "10.0.0.3:80", "unknown", 0));
    }
}
