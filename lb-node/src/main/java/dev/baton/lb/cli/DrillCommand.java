package dev.baton.lb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lb.drill.OutageMeter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drill",
        description = "Rehearse a failover: hand a group over under traffic and measure what a client notices.",
        footer = {
            "",
            "A client on this machine asks a frontend every 2 ms. The drill is refused unless baton status is healthy.",
            "On the node that takes over the client does not cross the network any more: what a switch or a neighbour costs"
                    + " others that misses the announcement, it sees only from a node that gives the addresses up.",
            "Exit code: 0 when the bound held, 1 when it did not or the drill was refused, 3 when no node answers.",
            "Example: baton drill --bound 100ms --return"
        })
final class DrillCommand implements Callable<Integer> {

    private static final double NOTABLY_LATE_MILLIS = 5;

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Mixin
    private HandoverArguments handover;

    @Option(
            names = "--bound",
            paramLabel = "DURATION",
            defaultValue = "200ms",
            converter = DurationOption.class,
            description = "How long a client may have no answer (default: ${DEFAULT-VALUE}).")
    private Duration bound;

    @Option(
            names = "--at",
            paramLabel = "URL",
            description = "What to ask: http://HOST:PORT or tcp://HOST:PORT. When left out, the first frontend on the"
                    + " addresses of the group, an HTTP one if there is one.")
    private @Nullable URI at;

    @Option(names = "--return", description = "Hand the group back afterwards, and measure that too.")
    private boolean back;

    @Option(names = "--force", description = "Begin although baton status shows problems.")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Drill.DrillTarget asked = at == null ? null : target(at);
        Drill drill = Drill.of(node.client(), handover.group(), force);
        DrillReport report = drill.run(asked == null ? drill.target() : asked, handover.target(), bound, back);
        if (output.json()) {
            Console.out(new JsonMapper().writeValueAsString(report));
        } else {
            print(report);
        }
        return report.held() ? ExitCode.OK : ExitCode.NO;
    }

    private static Drill.DrillTarget target(URI uri) {
        boolean http = "http".equals(uri.getScheme());
        if (uri.getHost() == null || uri.getPort() < 0 || !(http || "tcp".equals(uri.getScheme()))) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--at " + uri + ": give http://HOST:PORT or tcp://HOST:PORT, such as http://10.9.0.100:80");
        }
        return new Drill.DrillTarget(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort(), http);
    }

    private static void print(DrillReport report) {
        Console.out("drill of " + report.group() + ": " + report.asked() + " was asked every "
                + OutageMeter.EVERY_MILLIS + " ms from here");
        Console.out("");
        new EventLines(Paragraphs.terminalWidth(), Console.colour())
                .lines(report.timeline())
                .forEach(Console::out);
        Console.out("");
        for (DrillReport.Move move : report.moves()) {
            Console.out(String.format(
                    Locale.ROOT,
                    "%s -> %s: %.1f ms without an answer, %d of %d requests failed",
                    move.from(),
                    move.to(),
                    move.outageMillis(),
                    move.failed(),
                    move.requests()));
            if (move.lateMillis() >= NOTABLY_LATE_MILLIS) {
                Console.out(String.format(
                        Locale.ROOT,
                        "  the client itself was late by %.1f ms at most: this machine is busy",
                        move.lateMillis()));
            }
        }
        Console.out(String.format(
                Locale.ROOT, "the bound of %.0f ms %s", report.boundMillis(), report.held() ? "held" : "did not hold"));
    }
}
