package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = "Show what happened on all nodes, also before their last restarts; the newest is last.",
        footer = {
            "",
            "Times are UTC, by each node's clock. With --follow, -o json prints one event a line.",
            "Exit code: 0, 1 when a node could not be asked, 3 when not even the one here answers.",
            "Examples: baton events --follow -n 0",
            "          baton events -o json | jq '.[] | select(.kind == \"alarm\")'"
        })
final class EventsCommand implements Callable<Integer> {

    /** Between two looks. */
    private static final long LOOK_AGAIN_MILLIS = 250;

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

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what happens, until Ctrl-C; nodes may go and come back meanwhile.")
    private boolean follow;

    private final JsonMapper json = JsonMapper.builder().build();
    private final EventLines lines = new EventLines(Paragraphs.terminalWidth(), Console.colour());
    private final Map<String, String> complaints = new TreeMap<>();

    @Override
    public Integer call() throws InterruptedException {
        if (count < 0) {
            throw new CommandFailure(ExitCode.USAGE, "-n " + count + " is below 0; 0 shows nothing of what was");
        }
        AdminClient client = node.client();
        ClusterEvents events = new ClusterEvents(client, client::on);
        ClusterEvents.News news = events.next();
        if (follow) {
            lines.keepRoomFor(events.nodes(), events.groups());
        }
        List<ClusterEvents.Entry> all = news.entries();
        show(all.subList(Math.max(0, all.size() - count), all.size()));
        complain(news.silent());
        if (all.isEmpty() && !follow && !output.json()) {
            Console.out("nothing has happened yet that concerns nodes or floating IPs");
        }
        if (follow) {
            follow(events);
        }
        return news.silent().isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    /** Until whoever reads has enough. */
    private void follow(ClusterEvents events) throws InterruptedException {
        while (!Console.nobodyReads()) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            try {
                ClusterEvents.News news = events.next();
                show(news.entries());
                complain(news.silent());
            } catch (CommandFailure e) {
                complain(Map.of("the node here", String.valueOf(e.getMessage())));
            }
        }
    }

    private void show(List<ClusterEvents.Entry> entries) {
        if (!output.json()) {
            lines.lines(entries).forEach(Console::out);
        } else if (follow) {
            entries.forEach(entry -> Console.out(json(entry).toString()));
        } else {
            Console.out(json.createArrayNode()
                    .addAll(entries.stream().map(this::json).toList())
                    .toString());
        }
    }

    private ObjectNode json(ClusterEvents.Entry entry) {
        ObjectNode object = json.createObjectNode().put("node", entry.node());
        object.setAll(json.<ObjectNode>valueToTree(entry.event()));
        return object;
    }

    /** Once for each node that has become silent, and once for each that is back. */
    private void complain(Map<String, String> silent) {
        silent.forEach((name, why) -> {
            if (complaints.put(name, why) == null) {
                Console.err("baton: " + name + " cannot be asked (" + why + "); the rest is shown");
            }
        });
        complaints.keySet().removeIf(name -> {
            boolean back = !silent.containsKey(name);
            if (back) {
                Console.err("baton: " + name + " answers again");
            }
            return back;
        });
    }
}
