package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;

/** Lays a status report out for 80 columns. */
final class StatusTable {

    private final Ansi ansi;

    StatusTable(boolean colour) {
        this.ansi = colour ? Ansi.ON : Ansi.OFF;
    }

    List<String> lines(StatusReport report) {
        List<String> lines = new ArrayList<>();
        String verdict = report.healthy() ? paint("green", "healthy") : paint("red,bold", "DEGRADED");
        lines.add("cluster " + report.cluster() + ", seen by " + report.node() + ": " + verdict);
        report.problems().forEach(problem -> lines.add("  " + paint("red", "! " + problem)));
        report.floatingIps().forEach(group -> addGroup(lines, group));
        report.backends().forEach(backend -> addBackend(lines, backend));
        addCertificates(lines, report.certificates());
        addAffinity(lines, report.affinity());
        return lines;
    }

    private void addGroup(List<String> lines, StatusReport.FloatingIpGroup group) {
        String master = Objects.requireNonNullElse(group.master(), "nobody");
        lines.add("");
        lines.add("floating IP " + group.name() + ": " + String.join(", ", group.addresses()));
        lines.add("  owned by " + master + ", term " + group.term());
        Columns table = new Columns("NODE", "ROLE", "PRIORITY", "SYNCED", "REMARKS");
        for (StatusReport.Node node : group.nodes()) {
            String priority = node.effectivePriority() == node.priority()
                    ? String.valueOf(node.priority())
                    : node.effectivePriority() + " of " + node.priority();
            table.row(
                    node.name(),
                    node.role(),
                    priority,
                    node.synced() ? "yes" : "no",
                    String.join("; ", node.reasons()));
        }
        lines.addAll(table.lines(line -> colourRole(line)));
    }

    private void addBackend(List<String> lines, StatusReport.Backend backend) {
        lines.add("");
        lines.add("backend " + backend.name());
        Columns table = new Columns("SERVER", "ADDRESS", "STATE", "CONNECTIONS");
        for (StatusReport.Server server : backend.servers()) {
            table.row(server.name(), server.address(), server.state(), String.valueOf(server.connections()));
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
        return line.contains(" FAULT ") ? paint("red", line) : line;
    }

    private String paint(String style, String text) {
        return ansi.enabled() ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on() : text;
    }
}
