package dev.baton.lab;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code bin/demo}: a failover that one can watch. */
public final class Demo {
    private static final int WARM_UP_ROUNDS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final boolean colour =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                    && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    private final boolean stay;

    private Demo(boolean stay) {
        this.stay = stay;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            System.err.println("demo: this machine cannot show it:");
            missing.forEach(sentence -> System.err.println("  " + sentence));
            System.exit(1);
        }
        try {
            new Demo(List.of(args).contains("--stay")).show();
        } catch (LabException e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(1);
        }
    }

    private void show() throws IOException, InterruptedException {
        step("Raising two nodes, two nginx servers and a client");
        try (Pair pair = Pair.raise()) {
            for (BatonNode node : pair.nodes()) {
                say("%s ready after %d ms"
                        .formatted(node.name(), node.startupTime().toMillis()));
            }
            BatonNode master = pair.master();
            printStatus(master);
            failOver(pair, master);
            if (stay) {
                leaveUp(pair);
            }
        }
        step("Cleaned up: no namespace, process or file is left");
    }

    private void failOver(Pair pair, BatonNode master) {
        BatonNode heir = pair.peerOf(master);
        step("A client asks every %d ms, each time on a new connection".formatted(OutageProbe.INTERVAL.toMillis()));
        OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP);
        // Fresh JVMs stall at first: those stalls must not pass for the failover.
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            client.awaitSteady(TIMEOUT);
        }
        WindowResult calm = client.mark();
        say("%d of %d requests answered".formatted(calm.ok(), calm.requests()));

        step("kill -9 of %s, the master".formatted(master.name()));
        client.mark();
        Instant killed = Instant.now();
        master.program().kill("KILL");
        pair.owners().awaitHeldBy(heir.name(), TIMEOUT);
        client.awaitSteady(TIMEOUT);
        WindowResult takeover = client.mark();
        pair.owners().awaitReleasedBy(master.name(), TIMEOUT);
        printTimeline(pair, master, killed, takeover);
        say("");
        say(bold("outage: %.0f ms".formatted(takeover.outageMillis()))
                + ", %d of %d requests failed".formatted(takeover.failures(), takeover.requests()));
        printStatus(heir);

        step("Starting %s again".formatted(master.name()));
        master.restart();
        pair.awaitWhole();
        client.awaitSteady(TIMEOUT);
        WindowResult back = client.mark();
        say("ready after %d ms, is %s; %d of %d requests failed meanwhile"
                .formatted(
                        master.startupTime().toMillis(),
                        pair.master() == master ? "MASTER" : "BACKUP",
                        back.failures(),
                        back.requests()));
        client.close();
        printStatus(master);
    }

    private void printTimeline(Pair pair, BatonNode killed, Instant at, WindowResult takeover) {
        event(0, killed.name() + " killed");
        Instant lastAnswer = Instant.parse(takeover.outageAt());
        Instant firstAnswer = lastAnswer.plusNanos(Math.round(takeover.outageMillis() * 1e6));
        boolean told = false;
        for (OwnerMonitor.Change change : pair.owners().changesSince(at)) {
            if (!told && change.at().isAfter(firstAnswer)) {
                event(millis(at, firstAnswer), "first answer of the new master");
                told = true;
            }
            event(millis(at, change.at()), change.host() + (change.added() ? " has " : " has lost ") + change.ip());
        }
        if (!told) {
            event(millis(at, firstAnswer), "first answer of the new master");
        }
    }

    private void leaveUp(Pair pair) throws IOException, InterruptedException {
        step("The pair stays up. To play with it, as root in another shell:");
        for (BatonNode node : pair.nodes()) {
            say("# %s: status, switchover, kill (pid %d), log"
                    .formatted(node.name(), node.program().pid()));
            say("%s status --runtime-dir %s".formatted(BatonNode.executable(), node.runtimeDirectory()));
            say("%s switchover --runtime-dir %s".formatted(BatonNode.executable(), node.runtimeDirectory()));
            say("kill -9 %d".formatted(node.program().pid()));
            say("tail -f %s".formatted(node.program().log()));
            say("");
        }
        say("# the client: HTTP frontend, TCP frontend");
        say("ip netns exec %s curl -i %s".formatted(pair.client().namespace(), Pair.HTTP));
        say("ip netns exec %s curl -i %s".formatted(pair.client().namespace(), Pair.TCP));
        say("");
        say("# who has the address");
        for (BatonNode node : pair.nodes()) {
            say("ip -n %s -br addr".formatted(node.host().namespace()));
        }
        say("");
        say("Enter or Ctrl-C ends it and cleans up.");
        if (System.in.read() < 0) {
            // Started without a terminal, as by a script in the background: a signal ends it.
            new CountDownLatch(1).await();
        }
    }

    private void printStatus(BatonNode node) {
        ExecResult status = node.command("status");
        out.println();
        (status.out() + status.err()).lines().forEach(line -> say(line));
    }

    private void step(String text) {
        out.println();
        out.println(bold("== " + text));
    }

    private void event(long millis, String text) {
        say("%+6d ms  %s".formatted(millis, text));
    }

    private void say(String text) {
        out.println(("   " + text).stripTrailing());
    }

    private String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
