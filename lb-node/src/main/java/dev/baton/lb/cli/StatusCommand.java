package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.StatusReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show the whole cluster as one of its nodes sees it, and what happened last on all of them.",
        footer = {"", "Exit code: 0 healthy, 1 degraded, 3 the node does not answer."})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws InterruptedException {
        AdminClient client = node.client();
        JsonNode answer = client.get("/v1/status");
        StatusReport report = client.convert(answer, StatusReport.class);
        if (output.json()) {
            Console.out(answer.toString());
        } else {
            List<ClusterEvents.Entry> events =
                    new ClusterEvents(client, client::on).next().entries();
            new StatusTable(Console.colour(), Paragraphs.terminalWidth())
                    .lines(report, events)
                    .forEach(Console::out);
        }
        return report.healthy() ? ExitCode.OK : ExitCode.NO;
    }
}
