package dev.baton.bench.affinity;

import dev.baton.lab.BatonNode;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.LabException;
import dev.baton.lab.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Two tables in hosts of their own, each in a JVM with the flags of a node. */
final class TableRig {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Lab lab;
    private final String transport;

    private TableRig(Lab lab, String transport) {
        this.lab = lab;
        this.transport = transport;
    }

    static List<String> run(String transport, Function<TableRig, List<String>> part) {
        try (Lab lab = Lab.create()) {
            return part.apply(new TableRig(lab, transport));
        }
    }

    /** Changes at a steady rate, and how long they take to arrive. */
    List<String> rate(int perSecond, int seconds) {
        Table from = table("lb1", "10.9.0.1/24");
        Table to = table("lb2", "10.9.0.2/24");
        from.ask("join");
        to.ask("join");
        to.ask("synced");
        from.ask("synced");
        List<String> lines = new ArrayList<>();
        for (String what : List.of("warm-up", "measured")) {
            int rate = from.send("rate %d %d %d".formatted(perSecond, seconds, Math.min(perSecond * seconds, 500_000)));
            String begin = from.await("^" + rate + " begins ");
            String seen = to.ask("watch %s %d".formatted(begin, seconds));
            lines.add("rate, %s, %s: %s; from change to the other table: %s"
                    .formatted(transport, what, from.await("^" + rate + " done "), seen));
        }
        from.ask("settle");
        lines.addAll(alike(from, to));
        return lines;
    }

    /** As many changes as a thread can make, at once. */
    List<String> burst(int entries) {
        Table from = table("lb1", "10.9.0.1/24");
        Table to = table("lb2", "10.9.0.2/24");
        from.ask("join");
        to.ask("join");
        to.ask("synced");
        String written = from.ask("fill " + entries);
        String settled = from.ask("settle");
        List<String> lines = new ArrayList<>();
        lines.add("burst, %s: %d clients written in %s ms; lag under 50 ms again after another %s"
                .formatted(transport, entries, written, settled));
        lines.addAll(alike(from, to));
        return lines;
    }

    /** A node that knows nothing comes to one that knows all, and to which clients come meanwhile. */
    List<String> join(int entries) {
        Table full = table("lb1", "10.9.0.1/24");
        full.ask("fill " + entries);
        full.ask("join");
        full.ask("synced");
        Table late = table("lb2", "10.9.0.2/24");
        int rate = full.send("rate 5000 15 1000000");
        full.await("^" + rate + " begins ");
        String joined = late.ask("join");
        String synced = late.ask("synced");
        full.await("^" + rate + " done ");
        full.ask("settle");
        List<String> lines = new ArrayList<>();
        lines.add("join, %s: all of %d clients %s after it began, of which %s ms were for the interconnect"
                .formatted(transport, entries, synced, joined));
        lines.addAll(alike(full, late));
        return lines;
    }

    /** Figures of tables that are not alike in the end are worth nothing. */
    private static List<String> alike(Table one, Table other) {
        String first = one.ask("stats");
        String second = other.ask("stats");
        if (!digest(first).equals(digest(second))) {
            throw new LabException("the tables differ: " + first + "; " + second);
        }
        return List.of("  lb1: " + first, "  lb2: " + second);
    }

    private static String digest(String stats) {
        return stats.substring(stats.indexOf("digest "));
    }

    /** Has a table of so many clients written to where a node of a lab will look for it. */
    static void writeSnapshot(Lab lab, Host host, int entries) {
        Table table = new Table(lab, host, "udp", lab.directory().resolve("state-" + host.name() + "/" + host.name()));
        table.ask("fill " + entries);
        table.ask("write");
        table.program.close();
    }

    private Table table(String name, String address) {
        return new Table(
                lab, lab.host(name, address), transport, lab.directory().resolve("state-" + name));
    }

    /** One of the two. */
    private static final class Table {

        private final RunningProgram program;
        private int questions;

        Table(Lab lab, Host host, String transport, Path state) {
            String name = host.name();
            Path node = BatonNode.executable().resolve("../../lb-node/target").normalize();
            program = host.start(
                    lab.directory().resolve("table-" + name + ".log"),
                    "env",
                    "-C",
                    lab.directory().toString(),
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseG1GC",
                    "-Xms128m",
                    "-Xmx512m",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djgroups.deserialization.filter=!*",
                    "-cp",
                    node.resolve("test-classes") + ":" + node.resolve("baton/lib") + "/*",
                    "dev.baton.lb.cli.SyncProgram",
                    name,
                    transport,
                    state.toString(),
                    "2000000");
            program.awaitLine("^ready$", PATIENCE);
        }

        int send(String question) {
            program.send(question);
            return ++questions;
        }

        String ask(String question) {
            return await("^" + send(question) + " done ");
        }

        /** @return what follows */
        String await(String beginning) {
            String line = program.awaitLine(beginning, PATIENCE);
            String[] words = line.split(" ", 3);
            if (words.length < 3) {
                throw new LabException("no answer in \"" + line + "\"");
            }
            return words[2];
        }
    }
}
