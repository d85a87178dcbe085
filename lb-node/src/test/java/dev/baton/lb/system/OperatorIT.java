package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import dev.baton.lab.RunningProgram;
import dev.baton.lb.system.hostile.Attacker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator wishes and asks, on a real pair. */
class OperatorIT {

    private static final int WAITING = 50;

    @AutoClose
    private Pair pair;

    @BeforeEach
    void raise() {
        pair = PairSupport.raise();
    }

    @Test
    void aNodeInMaintenanceOwnsNothingAlsoAfterARestart() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);

        assertThat(master.command("maintenance", "on").orThrow().out()).contains("takes none");
        pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);
        assertThat(master.command("why").orThrow().out()).contains("FAULT for ", "in maintenance on command");
        assertThat(master.command("status").exitCode()).isEqualTo(1);

        master.program().kill("TERM");
        master.restart();
        heir.program().kill("TERM");
        heir.program().awaitExit(Duration.ofSeconds(15));
        PairSupport.await(
                "the status of a node that owns nothing although it is alone",
                Duration.ofSeconds(10),
                () -> master.command("why").out().contains("in maintenance on command"));
        assertThat(master.owns(Pair.FLOATING_IP)).isFalse();

        master.command("maintenance", "off").orThrow();
        pair.owners().awaitHeldBy(master.name(), PairSupport.PATIENCE);

        ExecResult outage = master.command("maintenance", "on");
        assertThat(outage.exitCode()).isEqualTo(1);
        assertThat(outage.err()).contains("no other node is fit to take over web", "--force");
        assertThat(master.owns(Pair.FLOATING_IP)).isTrue();
        ExecResult drained = master.command("drain", "app/a").orThrow();
        assertThat(drained.err()).contains("not on " + heir.name() + " yet");
        ExecResult unreachable = master.command("why", "--on", heir.name());
        assertThat(unreachable.exitCode()).isEqualTo(3);
        assertThat(unreachable.err()).contains("node " + heir.name() + " cannot be asked: left");
        assertThat(master.command("why", "--on", "lb9").exitCode()).isEqualTo(2);
        master.command("maintenance", "on", "--force").orThrow();
        PairSupport.await("an address that nobody owns", PairSupport.PATIENCE, () -> !master.owns(Pair.FLOATING_IP));
    }

    @Test
    void serversAreOperatedUnderTrafficWithoutAnErrorAndStayAsWantedAfterARestart() {
        BatonNode master = pair.master();
        awaitServer(master, "a", "up");
        awaitServer(master, "b", "up");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<List<String>> traffic = CompletableFuture.supplyAsync(() -> trafficUntil(over));

        for (String server : List.of("a", "b")) {
            for (String verb : List.of("drain", "maintenance")) {
                master.command(verb, "app/" + server).orThrow();
                awaitServer(master, server, verb.equals("drain") ? "drain" : "maint");
                PairSupport.await(
                        server + " without requests",
                        PairSupport.PATIENCE,
                        () -> master.command("servers").out().matches("(?s).*app/" + server + " [^\n]* 0 *\n.*"));
                master.command("ready", "app/" + server).orThrow();
                awaitServer(master, server, "up");
            }
        }
        over.set(true);
        assertThat(traffic.join())
                .isNotEmpty()
                .allSatisfy(out -> assertThat(out).contains("20000 succeeded, 0 failed, 0 errored, 0 timeout"));

        master.command("drain", "app/a").orThrow();
        master.command("weight", "app/b", "7").orThrow();
        assertThat(master.command("drain", "app/c").err()).contains("there is no server \"c\"", "a, b");
        PairSupport.awaitLogged(master, "server app/a: drain", "on command");
        master.program().kill("TERM");
        master.restart();
        awaitServer(master, "a", "drain");
        assertThat(master.command("servers").orThrow().out()).containsPattern("app/b .* 7 +[0-9]+");
    }

    private List<String> trafficUntil(AtomicBoolean over) {
        List<String> results = new ArrayList<>();
        do {
            results.add(pair.client()
                    .exec(
                            Duration.ofMinutes(1),
                            "h2load",
                            "--h1",
                            "--requests=20000",
                            "--clients=16",
                            Pair.HTTP.toString())
                    .out());
        } while (!over.get());
        return results;
    }

    private static void awaitServer(BatonNode node, String server, String state) {
        PairSupport.await(
                "app/" + server + " " + state,
                PairSupport.PATIENCE,
                () -> node.command("servers").out().matches("(?s).*app/" + server + " +\\S+ +" + state + " .*"));
    }

    @Test
    void whyTellsWhatDecidesAndWhatWouldFlipIt() {
        BatonNode master = pair.master();
        BatonNode backup = pair.peerOf(master);

        assertThat(master.command("why", "web").orThrow().out())
                .contains("floating IP web on " + master.name(), "MASTER for ", "peer " + backup.name() + ": BACKUP");
        assertThat(backup.command("why").orThrow().out())
                .contains("BACKUP for ", "master " + master.name() + " is heard", "takes over in ");
        assertThat(backup.command("why", "-o", "json").orThrow().out())
                .startsWith("{\"node\":\"" + backup.name() + "\",\"groups\":[{\"name\":\"web\",\"reasons\":[");
        ExecResult unknown = master.command("why", "mail");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no floating IP group \"mail\"; there are web");
    }

    @Test
    void aRefusalOfTheMasterReachesWhoAskedAnotherNode() {
        BatonNode master = pair.master();
        BatonNode backup = pair.peerOf(master);
        master.command("maintenance", "on").orThrow();
        pair.owners().awaitHeldBy(backup.name(), PairSupport.PATIENCE);

        ExecResult refused = master.command("switchover", "--to", master.name());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("switchover refused", master.name(), "maintenance");
    }

    /** How many depends on how busy the machine is: the address waits for 5 ms at most. */
    @Test
    void clientsThatWaitHearThatTheirAddressGoes() {
        BatonNode master = pair.master();
        try (RunningProgram clients =
                new Attacker(pair.lab(), pair.client()).waitingClients(Pair.FLOATING_IP, 80, WAITING)) {
            master.command("switchover").orThrow();
            Attacker.awaitDone(clients);
            long told = clients.lines().stream().filter("end"::equals).count();
            PairSupport.log.info("{} of {} clients that waited heard that their address went", told, WAITING);
            assertThat(told).isPositive();
        }
    }

    @Test
    void theAddressGoesWhereTheServersAreSeen() {
        BatonNode master = pair.master();
        BatonNode heir = pair.peerOf(master);

        master.host().exec("ip", "route", "add", "blackhole", "10.9.0.20/32").orThrow();
        master.host().exec("ip", "route", "add", "blackhole", "10.9.0.21/32").orThrow();
        pair.owners().awaitHeldBy(heir.name(), Duration.ofSeconds(40));

        PairSupport.awaitLogged(heir, "BACKUP -> MASTER");
        PairSupport.awaitLogged(
                master, "MASTER -> BACKUP", heir.name() + " finds 100 % of the servers healthy, this node 0 %");
    }

    @Test
    void serversThatAreDeadForAllMoveNothing() {
        BatonNode master = pair.master();
        Instant begin = Instant.now();
        for (BatonNode node : pair.nodes()) {
            node.host().exec("ip", "route", "add", "blackhole", "10.9.0.20/32").orThrow();
            node.host().exec("ip", "route", "add", "blackhole", "10.9.0.21/32").orThrow();
        }
        for (BatonNode node : pair.nodes()) {
            PairSupport.await(
                    "dead servers at " + node.name(),
                    Duration.ofSeconds(30),
                    () -> node.program().lines().stream()
                                    .filter(line -> line.contains("is down"))
                                    .count()
                            == 2);
        }
        // Longer than the patience with which a difference would move the addresses.
        pair.client().exec("sleep", "12").orThrow();

        assertThat(pair.owners().changesSince(begin)).as(pair.describe()).isEmpty();
        assertThat(pair.master().name()).isEqualTo(master.name());
    }
}
