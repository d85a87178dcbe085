package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.admin.TrafficReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "top",
        description = "Watch what passes through a node, second by second; q ends.",
        footer = {
            "",
            "On a terminal each look replaces the one before; elsewhere they follow each other.",
            "Exit code: 0, or 3 when the node does not answer."
        })
final class TopCommand implements Callable<Integer> {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Mixin
    private NodeOption node;

    @Option(
            names = "-n",
            paramLabel = "COUNT",
            description = "How many looks to take (until q is pressed when left out).")
    private @Nullable Integer count;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count != null && count < 1) {
            throw new CommandFailure(ExitCode.USAGE, "-n " + count + " is no number of looks; at least 1 can be taken");
        }
        AdminClient client = node.client();
        TrafficReport before = traffic(client);
        try (Screen screen = Screen.open()) {
            TopTable table = new TopTable(screen.isTerminal());
            for (int look = 0; (count == null || look < count) && !screen.quits(SECOND); look++) {
                TrafficReport now = traffic(client);
                StatusReport status = client.convert(client.get("/v1/status"), StatusReport.class);
                screen.show(table.lines(status, before, now));
                if (Console.nobodyReads()) {
                    break;
                }
                before = now;
            }
        }
        return ExitCode.OK;
    }

    private static TrafficReport traffic(AdminClient client) {
        return client.convert(client.get("/v1/traffic"), TrafficReport.class);
    }
}
