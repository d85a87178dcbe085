package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.ReloadReport;
import dev.baton.lb.admin.ReloadRequest;
import java.util.ArrayList;
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
        changes(report).forEach(Console::out);
        complain(paragraphs, "warning: ", report.warnings());
        complain(paragraphs, "problem: ", report.problems());
        complain(paragraphs, "refused: ", report.refused());
        String digest = report.digest().substring(0, 12);
        if (!report.done()) {
            Console.err("baton: nothing is changed; the node runs " + digest + " as before");
        } else if (report.dryRun()) {
            Console.out("can be reloaded: changes " + count(report) + "; the node runs " + digest);
        } else {
            Console.out(String.format(
                    Locale.ROOT,
                    "reloaded: changes %s in %.0f ms; the node runs %s",
                    count(report),
                    report.durationMillis(),
                    digest));
        }
    }

    /** Once where they are the same on all nodes, and else those of each. */
    static List<String> changes(ReloadReport report) {
        if (alike(report)) {
            return report.changes();
        }
        List<String> lines = new ArrayList<>();
        report.changes().forEach(change -> lines.add("here: " + change));
        report.others()
                .forEach(other -> other.changes().forEach(change -> lines.add("on " + other.node() + ": " + change)));
        return lines;
    }

    static String count(ReloadReport report) {
        StringBuilder count = new StringBuilder().append(report.changes().size());
        if (!alike(report)) {
            count.append(" here");
            report.others()
                    .forEach(other -> count.append(", ")
                            .append(other.changes().size())
                            .append(" on ")
                            .append(other.node()));
        }
        return count.toString();
    }

    private static boolean alike(ReloadReport report) {
        return report.others().stream().allMatch(other -> other.changes().equals(report.changes()));
    }

    private static void complain(Paragraphs paragraphs, String head, List<String> complaints) {
        complaints.forEach(each -> paragraphs.lines(head, each).forEach(Console::err));
    }
}
