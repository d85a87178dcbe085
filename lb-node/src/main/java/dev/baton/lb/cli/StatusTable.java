package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Lays out what a node says of the cluster, and what happened last. */
final class StatusTable {

    private static final int RECENT = 6;

    /** What problems say of nodes that do not hear each other while both live. */
    private static final List<String> SPLIT = List.of("check the interconnect", "is owned by more than one node");

    private final Ansi ansi;
    private final int width;
    private final boolean colour;
    private final Paragraphs paragraphs;

    /** @param width columns to fill; 0 for lines as long as they come */
    StatusTable(boolean colour, int width) {
        this.ansi = colour ? Ansi.ON : Ansi.OFF;
        this.colour = colour;
        this.width = width;
        this.paragraphs = new Paragraphs(width);
    }

    /** @param events of all nodes, the oldest first */
    List<String> lines(StatusReport report, List<ClusterEvents.Entry> events) {
        List<String> lines = new ArrayList<>();
        lines.add("cluster " + report.cluster() + ", seen by " + report.node() + ": " + verdict(report));
        report.problems()
                .forEach(problem -> paragraphs.lines("  ! ", problem).forEach(line -> lines.add(paint("red", line))));
        report.floatingIps().forEach(group -> addGroup(lines, group, events));
        addFrontends(lines, report.frontends());
        report.backends().forEach(backend -> addBackend(lines, backend));
        addCertificates(lines, report.certificates());
        addAffinity(lines, report.affinity());
        addEvents(lines, events);
        return lines;
    }

    private String verdict(StatusReport report) {
        if (report.healthy()) {
            return paint("green", "healthy");
        }
        int count = report.problems().size();
        boolean split =
                report.problems().stream().anyMatch(problem -> SPLIT.stream().anyMatch(problem::contains));
        return paint(
                "red,bold",
                (split ? "SPLIT, DEGRADED" : "DEGRADED") + " by " + count + (count == 1 ? " problem" : " problems"));
    }

    private void addGroup(List<String> lines, StatusReport.FloatingIpGroup group, List<ClusterEvents.Entry> events) {
        lines.add("");
        lines.add("floating IP " + group.name() + ": " + String.join(", ", group.addresses()));
        if (group.master() == null) {
            lines.add(paint("red,bold", "  owned by NOBODY, term " + group.term()));
        } else {
            lines.addAll(paragraphs.lines(
                    "  ", "owned by " + group.master() + ", term " + group.term() + since(group, events)));
        }
        Columns table = new Columns("NODE", "ROLE", "PRIORITY", "SYNCED", "REMARKS");
        for (StatusReport.Node node : group.nodes()) {
            String priority = node.effectivePriority() == node.priority()
                    ? String.valueOf(node.priority())
                    : node.effectivePriority() + " of " + node.priority();
            table.row(
                    node.name(),
                    node.role().equals("INIT") ? "not heard" : node.role(),
                    priority,
                    node.synced() ? "yes" : "no",
                    String.join("; ", node.reasons()));
        }
        lines.addAll(table.lines(width, this::colourRole));
    }

    /** Since when and why; empty when nobody remembers. */
    private static String since(StatusReport.FloatingIpGroup group, List<ClusterEvents.Entry> events) {
        return events.reversed().stream()
                .filter(entry -> entry.node().equals(group.master()))
                .map(ClusterEvents.Entry::event)
                .filter(event ->
                        event.group().equals(group.name()) && event.to().equals("MASTER"))
                .findFirst()
                .map(event -> ", since " + event.time() + ": " + event.reason())
                .orElse("");
    }

    private void addFrontends(List<String> lines, List<StatusReport.Frontend> frontends) {
        if (!frontends.isEmpty()) {
            lines.add("");
            lines.addAll(paragraphs.lines(
                    "frontends: ",
                    frontends.stream()
                            .map(each -> each.name() + " " + each.bind() + " (" + each.mode()
                                    + (each.tls() ? ", TLS)" : ")"))
                            .collect(Collectors.joining(", "))));
        }
    }

    private void addEvents(List<String> lines, List<ClusterEvents.Entry> events) {
        if (!events.isEmpty()) {
            lines.add("");
            lines.add("recent events");
            List<ClusterEvents.Entry> recent = events.subList(Math.max(0, events.size() - RECENT), events.size());
            lines.addAll(new EventLines(width, colour).lines(recent));
        }
    }

    private void addBackend(List<String> lines, StatusReport.Backend backend) {
        lines.add("");
        lines.add("backend " + backend.name());
        Columns table = new Columns("SERVER", "ADDRESS", "STATE", "CONNECTIONS");
        for (StatusReport.Server server : backend.servers()) {
            String state = server.state() + (server.weight() == 0 ? ", weight 0" : "");
            table.row(server.name(), server.address(), state, String.valueOf(server.connections()));
        }
        lines.addAll(table.lines(line -> line.contains(" down ") ? paint("red", line) : line));
    }

    private static void addCertificates(List<String> lines, List<StatusReport.Certificate> certificates) {
        if (certificates.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("certificates");
        Columns table = new Columns("FRONTEND", "NAMES", "DAYS LEFT");
        for (StatusReport.Certificate each : certificates) {
            List<String> names = each.names().isEmpty() ? List.of(each.file()) : each.names();
            String more = names.size() > 2 ? " and " + (names.size() - 2) + " more" : "";
            table.row(
                    each.frontend(),
                    String.join(" ", names.subList(0, Math.min(2, names.size()))) + more,
                    String.valueOf(each.daysLeft()));
        }
        lines.addAll(table.lines(line -> line));
    }

    /** Most have none, and need no line. */
    private static void addAffinity(List<String> lines, StatusReport.Affinity affinity) {
        if (affinity.entries() > 0 || affinity.lagEntries() > 0) {
            lines.add("");
            lines.add("affinity: %d clients remembered, digest %s".formatted(affinity.entries(), affinity.digest()));
            lines.add("  other nodes lack %d changes, the oldest of %d ms"
                    .formatted(affinity.lagEntries(), affinity.lagMillis()));
        }
    }

    private String colourRole(String line) {
        if (line.contains(" MASTER ")) {
            return paint("green", line);
        }
        return line.contains(" FAULT ") || line.contains(" not heard ") ? paint("red", line) : line;
    }

    private String paint(String style, String text) {
        return ansi.enabled() ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on() : text;
    }
}
