package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.ReloadReport;
import dev.baton.lb.admin.ReloadRequest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reload",
        description = "Read the configuration again and serve by it, without ending a connection.",
        footer = {
            "",
            "All of the file takes effect, or nothing. What a running node cannot follow is refused by name.",
            "Exit code: 0 done, 1 refused, 2 the file is not valid, 3 when the node does not answer.",
            "Example: baton reload --dry-run"
        })
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    @Option(
            names = "--cluster",
            description = "On all nodes, or on none: the others get what the file says here, and write it to theirs.")
    private boolean cluster;

    @Override
    public Integer call() {
        AdminClient client = node.client();
        JsonNode answer = client.post("/v1/reload", new ReloadRequest(dryRun, cluster), JsonNode.class);
        ReloadReport report = client.convert(answer, ReloadReport.class);
        if (output.json()) {
            Console.out(answer.toString());
        } else {
            table(report);
        }
        if (report.done()) {
            return ExitCode.OK;
        }
        return report.refused().isEmpty() ? ExitCode.USAGE : ExitCode.NO;
    }

    private static void table(ReloadReport report) {
        Paragraphs paragraphs = new Paragraphs(Paragraphs.terminalWidth());
        report.changes().forEach(Console::out);
        complain(paragraphs, "warning: ", report.warnings());
        complain(paragraphs, "problem: ", report.problems());
        complain(paragraphs, "refused: ", report.refused());
        String digest = report.digest().substring(0, 12);
        if (!report.done()) {
            Console.err("baton: nothing is changed; the node runs " + digest + " as before");
        } else if (report.dryRun()) {
            Console.out("can be reloaded: changes " + report.changes().size() + "; the node runs " + digest);
        } else {
            Console.out(String.format(
                    Locale.ROOT,
                    "reloaded: changes %d in %.0f ms; the node runs %s",
                    report.changes().size(),
                    report.durationMillis(),
                    digest));
        }
    }

    private static void complain(Paragraphs paragraphs, String head, List<String> complaints) {
        complaints.forEach(each -> paragraphs.lines(head, each).forEach(Console::err));
    }
}
