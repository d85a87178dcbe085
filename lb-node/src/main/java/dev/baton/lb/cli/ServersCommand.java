package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.ServersReport;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "servers",
        description = "Show every server: what its checks find, what is wanted of it, and what runs on it.",
        footer = {"", "Exit code: 0, or 3 when the node does not answer."})
final class ServersCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        AdminClient client = node.client();
        JsonNode answer = client.get("/v1/servers");
        if (output.json()) {
            Console.out(answer.path("servers").toString());
        } else {
            table(client.convert(answer, ServersReport.class));
        }
        return ExitCode.OK;
    }

    private static void table(ServersReport report) {
        Columns table = new Columns("SERVER", "ADDRESS", "STATE", "CHECKS", "OPERATOR", "WEIGHT", "CONNECTIONS");
        for (ServersReport.Row row : report.servers()) {
            table.row(
                    row.backend() + "/" + row.name(),
                    row.address(),
                    row.state(),
                    row.health(),
                    row.operator(),
                    String.valueOf(row.weight()),
                    String.valueOf(row.connections()));
        }
        table.lines(UnaryOperator.identity()).forEach(Console::out);
    }
}
