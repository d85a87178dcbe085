package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.admin.TrafficReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
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
            defaultValue = "0",
            description = "How many looks to take (default: until q is pressed).")
    private int count;

    @Override
    public Integer call() throws IOException, InterruptedException {
        AdminClient client = node.client();
        TrafficReport before = traffic(client);
        try (Screen screen = Screen.open()) {
            TopTable table = new TopTable(screen.isTerminal());
            for (int look = 0; (count == 0 || look < count) && !screen.quits(SECOND); look++) {
                TrafficReport now = traffic(client);
                StatusReport status = client.convert(client.get("/v1/status"), StatusReport.class);
                screen.show(table.lines(status, before, now));
                before = now;
            }
        }
        return ExitCode.OK;
    }

    private static TrafficReport traffic(AdminClient client) {
        return client.convert(client.get("/v1/traffic"), TrafficReport.class);
    }
}
