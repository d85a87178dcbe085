package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.AffinityReport;
import dev.baton.lb.admin.AffinityRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Show which server a client belongs to.",
        footer = {
            "",
            "Exit code: 0, 1 when it belongs to none, or 3 when the node does not answer.",
            "Example: baton affinity get app 192.0.2.7"
        })
final class AffinityGetCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Parameters(index = "0", paramLabel = "BACKEND", description = "The backend.")
    private String backend;

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description =
                    "What the client shows: its address, header, parameter or cookie; see type in the configuration.")
    private String value;

    @Override
    public Integer call() {
        AdminClient client = node.client();
        JsonNode answer =
                client.post("/v1/affinity", new AffinityRequest(backend, null, value, null, 1), JsonNode.class);
        AffinityReport report = client.convert(answer, AffinityReport.class);
        if (output.json()) {
            Console.out(answer.path("clients").toString());
        } else if (report.clients().isEmpty()) {
            Console.out("this client belongs to no server");
        } else {
            AffinityListCommand.clients(report);
        }
        return report.clients().isEmpty() ? ExitCode.NO : ExitCode.OK;
    }
}
