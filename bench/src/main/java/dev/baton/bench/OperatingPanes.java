package dev.baton.bench;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.RunningProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the commands on a pair that is well, on one that is not, and on one that is split, and keeps what they print. */
@Command(
        name = "bench/operating",
        mixinStandardHelpOptions = true,
        description = "Show what each command prints on a healthy, a degraded and a split pair.",
        footer = {"", "Ends with 1 if a line is wider than 80 columns."})
public final class OperatingPanes implements Callable<Integer> {

    private static final Path DOCUMENT = Path.of("docs", "operating.md");
    private static final int WIDTH = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FILTER = " | grep ";
    private static final Set<String> WITHOUT_NODE = Set.of("check", "completion", "init", "ip", "version");

    @Option(names = "--write", description = "Put the panes into docs/operating.md.")
    private boolean write;

    private final List<String> tooWide = new ArrayList<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new OperatingPanes()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<String> missing = Lab.requirements();
        if (!missing.isEmpty()) {
            throw new LabException(String.join(" ", missing));
        }
        show("healthy", healthy());
        show("cluster", cluster());
        show("degraded", degraded());
        show("split", split());
        tooWide.forEach(line -> System.err.println("wider than " + WIDTH + " columns: " + line));
        return tooWide.isEmpty() ? 0 : 1;
    }

    private void show(String part, String panes) throws IOException {
        if (write) {
            GeneratedPart.of(part).replace(DOCUMENT, panes);
        } else {
            System.out.println(panes);
        }
    }

    private String healthy() {
        try (Pair pair = Pair.raise();
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            client.awaitSteady(PATIENCE);
            BatonNode node = pair.master();
            return panes(
                    pair,
                    node,
                    "status",
                    "why",
                    "events -n 12",
                    "backends",
                    "servers",
                    "top -n 1",
                    "ip list",
                    "certs",
                    "metrics | grep baton_group_role",
                    "check /etc/baton/baton.yaml",
                    "reload --dry-run",
                    "drain app/b",
                    "weight app/a 5",
                    "ready app/b",
                    "switchover",
                    "drill --bound 200ms",
                    "init --config /etc/baton/first.yaml --interface eth0 --address 10.9.0.101/24 \\\n"
                            + "    --member lb1=10.9.0.1 --member lb2=10.9.0.2 --server a=10.9.0.20:8000",
                    "completion bash | grep complete -F",
                    "version");
        }
    }

    /** What concerns all nodes: clients that are remembered, a node that is taken out, events as they happen. */
    private String cluster() {
        String config = Pair.CONFIG
                .replace("  - {name: raw, bind: \"10.9.0.100:81\", mode: tcp, backend: app}\n", "")
                .replace("  - name: app\n", "  - name: app\n    affinity: {type: header, name: X-Api-Key}\n");
        try (Pair pair = Pair.raise(config)) {
            for (String key : List.of("key-of-alice", "key-of-bob", "key-of-carol")) {
                pair.client()
                        .exec("curl", "-sS", "-o", "/dev/null", "-H", "X-Api-Key: " + key, Pair.HTTP.toString())
                        .orThrow();
            }
            BatonNode node = pair.master();
            String other = pair.peerOf(node).name();
            String remembered = panes(
                    pair,
                    node,
                    "affinity list",
                    "affinity get app key-of-bob",
                    "affinity clear app --server b",
                    "affinity set app/a key-of-bob",
                    "affinity list --on " + other,
                    "reload --cluster",
                    "maintenance on --on " + other,
                    "status",
                    "switchover",
                    "maintenance off --on " + other);
            pair.awaitWhole();
            return remembered + "\n\n" + followed(pair, node);
        }
    }

    /** Events as they happen, while the addresses are moved in another window. */
    private String followed(Pair pair, BatonNode node) {
        String command = "events -n 1 --follow";
        try (RunningProgram following =
                node.host().start(pair.lab().directory().resolve("followed.log"), words(pair, node, command))) {
            following.awaitLine("times in UTC", PATIENCE);
            node.command("switchover").orThrow();
            following.awaitLine(" BACKUP -> MASTER", PATIENCE);
            pair.awaitWhole();
            node.command("switchover").orThrow();
            following.awaitLine("MASTER, term 3", PATIENCE);
            return shown(node, command, String.join("\n", following.lines()), 0);
        }
    }

    /** A server is down, and the backup has been stopped. */
    private String degraded() {
        try (Pair pair = Pair.raise();
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            client.awaitSteady(PATIENCE);
            BatonNode node = pair.master();
            pair.server("b").stop();
            pair.peerOf(node).signal("TERM");
            pair.peerOf(node).awaitStopped();
            await("the server is seen to be down", () -> problems(node).contains("app/b is down"));
            return panes(
                    pair,
                    node,
                    "status",
                    "why",
                    "events -n 8",
                    "backends",
                    "servers",
                    "top -n 1",
                    "ip list",
                    "switchover",
                    "drill",
                    "drain app/a",
                    "ready app/a",
                    "reload --dry-run",
                    "reload --cluster",
                    "maintenance on",
                    "maintenance off",
                    "check /etc/baton/baton.yaml");
        }
    }

    /** The nodes have a network of their own, and it is cut; the LAN with the clients is well. */
    private String split() {
        try (Pair pair = Pair.raise(Pair.CONFIG_OWN_INTERCONNECT, 2, Map.of());
                OutageProbe client = OutageProbe.start(pair.lab(), pair.client(), Pair.HTTP)) {
            client.awaitSteady(PATIENCE);
            BatonNode master = pair.master();
            BatonNode backup = pair.peerOf(master);
            backup.host().linkDown(Pair.SECOND_NETWORK);
            await("an alarm at the backup", () -> problems(backup).contains("check the interconnect"));
            return "On the backup:\n\n"
                    + panes(
                            pair,
                            backup,
                            "status",
                            "why",
                            "events -n 8",
                            "backends",
                            "servers",
                            "top -n 1",
                            "ip list",
                            "switchover",
                            "drill",
                            "reload --cluster",
                            "maintenance on --on " + master.name())
                    + "\n\nOn the master:\n\n"
                    + panes(pair, master, "status", "why", "events -n 6", "ip list", "switchover", "drill");
        }
    }

    private static String problems(BatonNode node) {
        return node.status().map(status -> status.path("problems").toString()).orElse("");
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException("waited for " + PATIENCE.toSeconds() + " s in vain: " + what);
            }
        }
    }

    private String panes(Pair pair, BatonNode node, String... commands) {
        return String.join(
                "\n\n", Stream.of(commands).map(each -> pane(pair, node, each)).toList());
    }

    private String pane(Pair pair, BatonNode node, String command) {
        String[] filtered = command.split(Pattern.quote(FILTER), 2);
        ExecResult result = node.host().exec(words(pair, node, filtered[0]).toArray(String[]::new));
        String printed = (result.out() + result.err())
                .lines()
                .filter(line -> filtered.length == 1 || line.contains(filtered[1]))
                .collect(Collectors.joining("\n"))
                .replace(node.runtimeDirectory().toString(), "/run/baton")
                .replace(pair.lab().directory().toString(), "/etc/baton");
        return shown(node, command, printed.stripTrailing(), result.exitCode());
    }

    private String shown(BatonNode node, String command, String printed, int exitCode) {
        printed.lines().filter(line -> line.length() > WIDTH).forEach(line -> tooWide.add(command + ": " + line));
        return "```\n" + node.name() + "# baton " + command + "\n" + printed
                + (exitCode == 0 ? "" : "\n" + node.name() + "# echo $?\n" + exitCode) + "\n```";
    }

    private static List<String> words(Pair pair, BatonNode node, String command) {
        List<String> words = new ArrayList<>(
                List.of("env", "COLUMNS=" + WIDTH, BatonNode.executable().toString()));
        for (String word : command.split("(?: \\\\\n)? +", -1)) {
            words.add(word.replace("/etc/baton/", pair.lab().directory() + "/"));
        }
        if (!WITHOUT_NODE.contains(words.get(3))) {
            words.addAll(List.of("--runtime-dir", node.runtimeDirectory().toString()));
        }
        return words;
    }
}
