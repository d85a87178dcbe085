package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.StatusReport;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "certs",
        description = "Show the certificates that are served: for which name, until when, from which file.",
        footer = {
            "",
            "The first certificate of a frontend is also for clients that no name fits, except with strict_sni.",
            "",
            "Exit code: 0, 1 when one has expired, or 3 when the node does not answer."
        })
final class CertsCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        AdminClient client = node.client();
        JsonNode answer = client.get("/v1/status");
        List<StatusReport.Certificate> all =
                client.convert(answer, StatusReport.class).certificates();
        if (output.json()) {
            Console.out(answer.path("certificates").toString());
        } else if (all.isEmpty()) {
            Console.out("no frontend of this node speaks TLS");
        } else {
            lines(all).forEach(Console::out);
        }
        return all.stream().anyMatch(each -> each.daysLeft() < 0) ? ExitCode.NO : ExitCode.OK;
    }

    /** One line for each name of each certificate. */
    static List<String> lines(List<StatusReport.Certificate> all) {
        Columns table = new Columns("FRONTEND", "NAME", "KEY", "UNTIL", "DAYS LEFT", "FILE");
        for (StatusReport.Certificate each : all) {
            for (String name : each.names().isEmpty() ? List.of("-") : each.names()) {
                table.row(
                        each.frontend(),
                        name,
                        each.key(),
                        each.notAfter(),
                        String.valueOf(each.daysLeft()),
                        each.file());
            }
        }
        return table.lines(UnaryOperator.identity());
    }
}
