package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.lb.history.RoleEvent;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = "Show how a node's roles have changed, also before its last restart; the newest is last.",
        footer = {"", "Times are UTC. Exit code: 0, or 3 when the node does not answer."})
final class EventsCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Option(
            names = "-n",
            paramLabel = "COUNT",
            defaultValue = "50",
            description = "How many to show, the last ones (default: ${DEFAULT-VALUE}; a node keeps 500).")
    private int count;

    @Override
    public Integer call() {
        AdminClient client = node.client();
        JsonNode all = client.get("/v1/events").path("events");
        ArrayNode last = ((ArrayNode) all).arrayNode();
        for (int i = Math.max(0, all.size() - count); i < all.size(); i++) {
            last.add(all.get(i));
        }
        if (output.json()) {
            Console.out(last.toString());
        } else {
            table(client.convert(last, RoleEvent[].class));
        }
        return ExitCode.OK;
    }

    private static void table(RoleEvent... events) {
        Columns table = new Columns("TIME", "GROUP", "FROM", "TO", "TERM", "REASON");
        for (RoleEvent event : events) {
            table.row(
                    event.time(),
                    event.group(),
                    event.from(),
                    event.to(),
                    String.valueOf(event.term()),
                    event.reason());
        }
        table.lines(UnaryOperator.identity()).forEach(Console::out);
    }
}
