package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.BatonNode;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.OwnerMonitor;
import dev.baton.lab.Pair;
import dev.baton.lab.WindowResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Two nodes of three under attack, with lb1 as their master; lb3 is away, and its address is the attacker's. */
record Siege(Pair cluster, OutageProbe client, Instant since) {

    static final List<String> DEFENDERS = List.of("lb1", "lb2");
    private static final int QUIET_SECONDS = 10;

    static Siege begin(Pair cluster, OutageProbe client) {
        PairSupport.makeMaster(cluster, "lb1");
        BatonNode away = cluster.node("lb3");
        away.program().kill("TERM");
        away.program().awaitExit(PairSupport.PATIENCE);
        client.awaitSteady(PairSupport.PATIENCE);
        client.mark();
        return new Siege(cluster, client, Instant.now());
    }

    void attack(String what, Runnable attack) {
        attackOn(DEFENDERS, what, attack);
    }

    /** Attacks, and holds the pair to it that the targets count what they turn away, and nothing else happens. */
    void attackOn(List<String> targets, String what, Runnable attack) {
        List<Count> before = targets.stream().map(this::count).toList();
        attack.run();
        before.forEach(count -> PairSupport.await(
                what + " is counted by " + count.node(), PairSupport.PATIENCE, () -> hasGrown(count)));
        WindowResult seen = client.mark();
        PairSupport.log.info(
                "{}: rejected at {} {}, before {}; {} requests, {} failed, largest gap {}; last: {}",
                what,
                targets,
                targets.stream().map(this::rejected).toList(),
                before.stream().map(Count::rejected).toList(),
                seen.requests(),
                seen.failed(),
                seen.outage(),
                interconnect(targets.getFirst()).path("last_rejected").asText());
        assertUnmoved(what, seen);
    }

    private record Count(String node, long process, long rejected) {}

    private Count count(String node) {
        return new Count(node, cluster.node(node).program().pid(), rejected(node));
    }

    /** A node that restarted in between counts anew. */
    private boolean hasGrown(Count before) {
        boolean same = cluster.node(before.node()).program().pid() == before.process();
        return rejected(before.node()) > (same ? before.rejected() : 0);
    }

    private void assertUnmoved(String what, WindowResult seen) {
        assertThat(cluster.owners().changesSince(since).stream()
                        .filter(OwnerMonitor.Change::added)
                        .toList())
                .as("%s%n%s", what, cluster.describe())
                .isEmpty();
        assertThat(List.of(role(cluster.node("lb1"), "lb1"), role(cluster.node("lb2"), "lb2")))
                .as(what)
                .containsExactly("MASTER", "BACKUP");
        assertThat(seen.failed())
                .as("%s, client late by %.1f ms%n%s", what, seen.lateMillis(), cluster.describe())
                .isEmpty();
        assertThat(seen.outageMillis()).as(what).isLessThanOrEqualTo(PairSupport.TAKEOVER_MILLIS);
        DEFENDERS.forEach(this::assertLogIsShort);
    }

    /** Of each kind of thing that can be wrong one line in ten seconds, whoever sends how much of it. */
    private void assertLogIsShort(String node) {
        long seconds = Duration.between(since, Instant.now()).toSeconds() + 60;
        List<String> lines = cluster.node(node).program().lines().stream()
                .filter(line -> line.contains("rejected what"))
                .toList();
        assertThat(lines).hasSizeLessThanOrEqualTo((int) (seconds / QUIET_SECONDS) + 1);
    }

    void awaitRejected(List<String> targets, long more) {
        List<Long> before = targets.stream().map(this::rejected).toList();
        for (int i = 0; i < targets.size(); i++) {
            String target = targets.get(i);
            long least = before.get(i) + more;
            PairSupport.await("rejections at " + target, PairSupport.PATIENCE, () -> rejected(target) >= least);
        }
    }

    /** The log speaks of strangers at most every ten seconds, and then of the one that it hears just then. */
    void awaitLogged(String from) {
        PairSupport.awaitLogged(cluster.node("lb1"), "interconnect: rejected what ", from, " sent: ");
    }

    /**
     * What somebody reads who was woken at night: how much it is, where it comes from, what to do, and that the roles
     * have nothing to do with it.
     *
     * @param from the sender's address
     */
    void assertSeenByOperators(String from) {
        awaitLogged(from);
        for (String name : DEFENDERS) {
            BatonNode node = cluster.node(name);
            assertThat(node.command("status").out())
                    .containsPattern("! the interconnect turned [0-9]+ messages or connections away in the last minute,"
                            + " the last from " + from);
            assertThat(node.command("why").orThrow().out())
                    .containsPattern("no part in this: the interconnect turned .* the last from " + from
                            + ".*find who sends them: .*secret_file");
        }
        String events = cluster.node("lb1").command("events", "-n", "500").out();
        DEFENDERS.forEach(name -> assertThat(events).containsPattern(name + " .* rejected +" + from + "[ :]"));
    }

    long rejected(String node) {
        return interconnect(node).path("rejected").asLong();
    }

    private JsonNode interconnect(String node) {
        return cluster.node(node).status().orElseThrow().path("interconnect");
    }

    /** What one node takes the other's role for. */
    static String role(BatonNode asked, String node) {
        for (JsonNode each :
                asked.status().orElseThrow().path("floating_ips").path(0).path("nodes")) {
            if (each.path("name").asText().equals(node)) {
                return each.path("role").asText();
            }
        }
        return "";
    }
}
