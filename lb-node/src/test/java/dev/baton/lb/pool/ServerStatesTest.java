package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.AgentReply;
import dev.baton.lb.health.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets something new, by what checks, agents, operators and live traffic say. */
class ServerStatesTest {

    private final AtomicLong clock = new AtomicLong();

    @Test
    void theConfigurationSaysHowAServerStands() throws Exception {
        Backend backend = up(
                "servers: [" + server("a", "") + server("b", "state: drain") + server("c", "state: maintenance") + "]");

        assertThat(states(backend)).containsExactly("up", "drain", "maint");
        assertThat(chosen(backend)).containsExactly("a");
        assertThat(backend.verdicts().isInMaintenance(named(backend, "c"))).isTrue();
        assertThat(backend.verdicts().isInMaintenance(named(backend, "b"))).isFalse();
    }

    @Test
    void aWishChangesWhoIsChosenAndLeavingMaintenanceNeedsACheck() throws Exception {
        Backend backend = up(two());
        backend.verdicts().want(named(backend, "a"), AdminState.DRAIN);
        assertThat(chosen(backend)).containsExactly("b");
        backend.verdicts().want(named(backend, "a"), AdminState.READY);
        assertThat(chosen(backend)).containsExactly("a", "b");
        backend.verdicts().want(named(backend, "a"), AdminState.MAINTENANCE);
        assertThat(states(backend)).containsExactly("maint", "up");
        backend.verdicts().want(named(backend, "a"), AdminState.READY);
        assertThat(states(backend)).containsExactly("unknown", "up");
        assertThat(chosen(backend)).containsExactly("b");
        backend.verdicts().judge(named(backend, "a"), Health.UP);
        assertThat(chosen(backend)).containsExactly("a", "b");
    }

    @Test
    void anAgentTakesAServerOutAndBringsItBack() throws Exception {
        Backend backend = up(two());
        Server a = named(backend, "a");
        backend.verdicts().told(a, AgentReply.parse("down # deploying"));
        assertThat(states(backend)).containsExactly("down", "up");
        backend.verdicts().told(a, AgentReply.parse("drain"));
        assertThat(states(backend)).as("drain says nothing of life").containsExactly("down", "up");
        backend.verdicts().told(a, AgentReply.parse("up"));
        assertThat(states(backend)).containsExactly("drain", "up");
        backend.verdicts().want(a, AdminState.MAINTENANCE);
        backend.verdicts().told(a, AgentReply.parse("ready"));
        assertThat(states(backend)).as("the operator is stricter").containsExactly("maint", "up");
    }

    @Test
    void anAgentScalesTheWeightThatTheOperatorGives() throws Exception {
        Backend backend = up("servers: [" + server("a", "weight: 100") + server("b", "weight: 100") + "]");
        Server a = named(backend, "a");
        backend.verdicts().told(a, AgentReply.parse("50%"));
        assertThat(weights(backend)).containsExactly(50, 100);
        backend.verdicts().weigh(a, 10);
        assertThat(weights(backend)).containsExactly(5, 100);
        backend.verdicts().weigh(a, 1);
        assertThat(weights(backend)).as("a share is not rounded away").containsExactly(1, 100);
        backend.verdicts().told(a, AgentReply.parse("0%"));
        assertThat(chosen(backend)).containsExactly("b");
        backend.verdicts().told(a, AgentReply.parse("20000%"));
        assertThat(weights(backend)).containsExactly(200, 100);
    }

    /** Also where it is less than a weight of 1. */
    @ParameterizedTest
    @ValueSource(strings = {"round_robin", "least_connections", "random", "hash, hash_on: source"})
    void whatAnAgentWantsIsGivenToTheHundredth(String balance) throws Exception {
        Backend backend = up("balance: " + balance + ", servers: [" + server("a", "") + server("b", "") + "]");
        Server a = named(backend, "a");
        backend.verdicts().told(a, AgentReply.parse("25%"));
        assertThat(share(backend, a)).as("a quarter of one to one").isBetween(0.19, 0.21);
        backend.verdicts().told(a, AgentReply.parse("1%"));
        assertThat(share(backend, a)).isBetween(0.005, 0.015);
        backend.verdicts().told(a, AgentReply.parse("50%"));
        backend.verdicts().told(named(backend, "b"), AgentReply.parse("50%"));
        backend.verdicts().weigh(named(backend, "b"), 4);
        assertThat(share(backend, a)).as("half of one to half of four").isBetween(0.19, 0.21);
    }

    private static double share(Backend backend, Server of) {
        int choices = 20_000;
        return (double) IntStream.rangeClosed(1, choices)
                        .mapToObj(i -> backend.choose(i * 0x9E3779B97F4A7C15L, List.of()))
                        .filter(of::equals)
                        .count()
                / choices;
    }

    @Test
    void errorsInARowFromLiveTrafficEjectForAWhile() throws Exception {
        Backend backend = up("passive: {errors: 3, eject: 10s}, " + two());
        Server a = named(backend, "a");
        List<Duration> ejected = new ArrayList<>();
        backend.verdicts().onEjection((_, span, _) -> ejected.add(span));

        backend.verdicts().failed(a);
        backend.verdicts().failed(a);
        backend.verdicts().succeeded(a);
        backend.verdicts().failed(a);
        backend.verdicts().failed(a);
        assertThat(states(backend)).as("never three in a row").containsExactly("up", "up");
        backend.verdicts().failed(a);
        assertThat(states(backend)).containsExactly("ejected", "up");
        assertThat(chosen(backend)).containsExactly("b");
        assertThat(ejected).containsExactly(Duration.ofSeconds(10));

        IntStream.range(0, 10).forEach(_ -> backend.verdicts().failed(named(backend, "b")));
        assertThat(states(backend)).as("the last one stays").containsExactly("ejected", "up");

        backend.verdicts().readmit(a);
        assertThat(chosen(backend)).containsExactly("a", "b");
        IntStream.range(0, 3).forEach(_ -> backend.verdicts().failed(a));
        assertThat(ejected).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void anotherNodesWordCountsWhereTheChecksHereHaveNotHadTheirSay() throws Exception {
        Backend backend = unchecked(two());
        Server a = named(backend, "a");
        Server b = named(backend, "b");
        assertThat(backend.verdicts().judgements()).as("nothing is known").isEmpty();
        assertThat(backend.verdicts().believe(a, word(a, Health.DOWN))).isTrue();
        assertThat(backend.verdicts().believe(b, word(b, Health.UP))).isTrue();
        assertThat(states(backend)).containsExactly("down", "up");
        assertThat(backend.verdicts().judgements()).containsExactly(word(a, Health.DOWN), word(b, Health.UP));
        assertThat(backend.verdicts().believe(a, word(a, Health.UP)))
                .as("what speaks against a server is kept")
                .isFalse();

        b.checked();
        assertThat(backend.verdicts().believe(b, word(b, Health.DOWN)))
                .as("one good answer proves little")
                .isTrue();
        backend.verdicts().judge(b, Health.UP);
        b.checked();
        assertThat(backend.verdicts().believe(b, word(b, Health.DOWN)))
                .as("its own checks know better")
                .isFalse();
        backend.verdicts().want(a, AdminState.MAINTENANCE);
        assertThat(backend.verdicts().believe(a, word(a, Health.UP))).isFalse();
        assertThat(states(backend)).containsExactly("maint", "up");
    }

    @Test
    void whomAnotherNodeLeavesOutIsLeftOutHereToo() throws Exception {
        Backend there = up("passive: {errors: 3, eject: 10s}, " + two());
        Backend here = up("passive: {errors: 3, eject: 10s}, " + two());
        List<String> told = new ArrayList<>();
        here.verdicts().onEjection((server, span, own) -> told.add(server.name() + " " + span + " " + own));
        IntStream.range(0, 3).forEach(_ -> there.verdicts().failed(named(there, "a")));
        clock.addAndGet(Duration.ofSeconds(4).toNanos());

        there.verdicts().judgements().forEach(word -> here.verdicts().believe(named(here, word.server()), word));
        assertThat(states(here)).containsExactly("ejected", "up");
        assertThat(told).containsExactly("a PT6S false");
        there.verdicts().judgements().forEach(word -> here.verdicts().believe(named(here, word.server()), word));
        assertThat(told).as("said twice").hasSize(1);
        here.verdicts().readmit(named(here, "a"));
        assertThat(states(here)).containsExactly("up", "up");
    }

    private static Judgement word(Server server, Health checked) {
        return new Judgement("app", server.name(), server.addressText(), checked, Duration.ZERO);
    }

    @Test
    void withoutThePassiveSectionLiveTrafficSaysNothing() throws Exception {
        Backend backend = up(two());
        IntStream.range(0, 1000).forEach(_ -> backend.verdicts().failed(named(backend, "a")));
        assertThat(states(backend)).containsExactly("up", "up");
    }

    @Test
    void whoeverComesBackFromAnythingStartsSlowly() throws Exception {
        Backend backend =
                up("slow_start: 10s, servers: [" + server("a", "weight: 100") + server("b", "weight: 100") + "]");
        Server a = named(backend, "a");
        assertThat(share(backend)).as("at the start").isBetween(45, 55);
        backend.verdicts().want(a, AdminState.DRAIN);
        backend.verdicts().want(a, AdminState.READY);
        assertThat(share(backend)).as("after drain").isLessThan(20);
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        backend.verdicts().advance();
        assertThat(share(backend)).as("after its slow start").isBetween(45, 55);
        backend.verdicts().want(a, AdminState.MAINTENANCE);
        backend.verdicts().want(a, AdminState.READY);
        backend.verdicts().judge(a, Health.UP);
        assertThat(share(backend)).as("after maintenance").isLessThan(20);
    }

    private static String two() {
        return "servers: [" + server("a", "") + server("b", "") + "]";
    }

    private static String server(String name, String more) {
        return "{name: " + name + ", address: \"10.0.0.1:80\"" + (more.isEmpty() ? "" : ", " + more) + "}, ";
    }

    private Backend up(String yaml) throws Exception {
        Backend backend = unchecked(yaml);
        backend.servers().forEach(server -> backend.verdicts().judge(server, Health.UP));
        return backend;
    }

    private Backend unchecked(String yaml) throws Exception {
        String file = "frontends: [{name: web, bind: \":80\", backend: app}]\nbackends: [{name: app, "
                + yaml.replace(", ]", "]") + "}]";
        return new Backend(ConfigReader.parse("f", file).backends().getFirst(), clock::get);
    }

    private static Server named(Backend backend, String name) {
        return Objects.requireNonNull(backend.find(name), name);
    }

    private static List<String> states(Backend backend) {
        return backend.status().servers().stream().map(ServerStatus::state).toList();
    }

    private static List<Integer> weights(Backend backend) {
        return backend.status().servers().stream().map(ServerStatus::weight).toList();
    }

    private static Set<String> chosen(Backend backend) {
        return IntStream.range(0, 300)
                .mapToObj(_ -> backend.choose(Subject.ABSENT, List.of()))
                .map(server -> server == null ? "nobody" : server.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Percent of the choices that a gets. */
    private static int share(Backend backend) {
        return (int) IntStream.range(0, 100)
                .filter(_ -> backend.choose(Subject.ABSENT, List.of()) == backend.find("a"))
                .count();
    }
}
