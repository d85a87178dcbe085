package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.WhyReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description = "Explain why a node has the roles that it has, and what it waits for.",
        footer = {"", "Exit code: 0, 2 for an unknown group, 3 when the node does not answer."})
final class WhyCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "GROUP",
            defaultValue = "",
            description = "The floating IP group; all when left out.")
    private String group;

    @Override
    public Integer call() {
        AdminClient client = node.client();
        JsonNode answer = client.get("/v1/why");
        WhyReport report = client.convert(answer, WhyReport.class);
        List<WhyReport.Group> wanted = report.groups().stream()
                .filter(each -> group.isEmpty() || each.name().equals(group))
                .toList();
        if (wanted.isEmpty() && !group.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "there is no floating IP group \"" + group + "\"; there are " + names(report));
        }
        if (output.json()) {
            Console.out(group.isEmpty() ? answer.toString() : find(answer).toString());
            return ExitCode.OK;
        }
        if (wanted.isEmpty()) {
            Console.out(
                    "node " + report.node() + " has no floating IP group, and so no role that there were to explain");
        }
        Paragraphs paragraphs = new Paragraphs(Paragraphs.terminalWidth());
        for (WhyReport.Group each : wanted) {
            Console.out("floating IP " + each.name() + " on " + report.node());
            each.reasons().stream()
                    .flatMap(reason -> paragraphs.lines("  - ", reason).stream())
                    .forEach(Console::out);
        }
        return ExitCode.OK;
    }

    private static String names(WhyReport report) {
        return report.groups().isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        report.groups().stream().map(WhyReport.Group::name).toList());
    }

    private JsonNode find(JsonNode answer) {
        for (JsonNode each : answer.path("groups")) {
            if (each.path("name").asText().equals(group)) {
                return each;
            }
        }
        return answer;
    }
}
