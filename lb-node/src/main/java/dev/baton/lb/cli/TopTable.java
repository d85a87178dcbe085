package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.admin.TrafficReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/** One look at a node: what passed between two reports. */
final class TopTable {

    private static final int MOST_SERVERS = 30;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final List<String> UNITS = List.of("", "k", "M", "G", "T");

    private final Ansi ansi;

    TopTable(boolean colour) {
        this.ansi = colour && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
    }

    List<String> lines(StatusReport status, TrafficReport before, TrafficReport now) {
        // Of a node that started anew in between, everything since then.
        boolean comparable = now.atMillis() > before.atMillis();
        double seconds = comparable ? (now.atMillis() - before.atMillis()) / MILLIS_PER_SECOND : 1;
        List<String> lines = new ArrayList<>();
        lines.add("cluster " + status.cluster() + ", node " + status.node() + ": "
                + (status.healthy()
                        ? "healthy"
                        : paint("DEGRADED: " + status.problems().getFirst())));
        lines.add(status.floatingIps().stream()
                .map(group -> group.name() + " owned by " + Objects.requireNonNullElse(group.master(), "NOBODY"))
                .collect(Collectors.joining(", ")));
        lines.addAll(frontends(comparable ? before.frontends() : List.of(), now, seconds));
        lines.add("");
        lines.addAll(servers(comparable ? before.servers() : List.of(), now.servers(), seconds));
        return lines;
    }

    private List<String> frontends(List<TrafficReport.Frontend> before, TrafficReport now, double seconds) {
        Map<String, TrafficReport.Frontend> known =
                before.stream().collect(Collectors.toMap(TrafficReport.Frontend::name, Function.identity()));
        Columns table = new Columns("FRONTEND", "CONNS", "REQ/S", "ERR/S", "IN B/S", "OUT B/S", "P50", "P99");
        for (TrafficReport.Frontend each : now.frontends()) {
            TrafficReport.Frontend was = known.getOrDefault(each.name(), none(each));
            boolean http = each.mode().equals("http");
            List<Long> classes = IntStream.range(0, each.latency().size())
                    .mapToObj(i -> each.latency().get(i) - was.latency().get(i))
                    .toList();
            table.row(
                    each.name(),
                    String.valueOf(each.connections()),
                    rate(http ? each.requests() - was.requests() : each.accepted() - was.accepted(), seconds),
                    rate(each.errors() - was.errors(), seconds),
                    rate(each.bytesIn() - was.bytesIn(), seconds),
                    rate(each.bytesOut() - was.bytesOut(), seconds),
                    Quantiles.text(classes, now.latencyBoundsMillis(), 0.5),
                    Quantiles.text(classes, now.latencyBoundsMillis(), 0.99));
        }
        return table.lines(line -> line);
    }

    private static TrafficReport.Frontend none(TrafficReport.Frontend like) {
        return new TrafficReport.Frontend(
                like.name(),
                like.mode(),
                0,
                0,
                0,
                List.of(),
                0,
                0,
                0,
                like.latency().stream().map(_ -> 0L).toList());
    }

    private List<String> servers(List<TrafficReport.Server> before, List<TrafficReport.Server> now, double seconds) {
        Map<String, TrafficReport.Server> known =
                before.stream().collect(Collectors.toMap(TopTable::name, Function.identity()));
        Columns table = new Columns("SERVER", "STATE", "RUNNING", "REQ/S", "ERR/S", "RETRIES", "OUT B/S");
        List<TrafficReport.Server> shown = now.size() > MOST_SERVERS ? busiest(known, now) : now;
        for (TrafficReport.Server each : shown) {
            TrafficReport.Server was = known.getOrDefault(name(each), none(each));
            table.row(
                    name(each),
                    each.state(),
                    String.valueOf(each.connections()),
                    rate(each.started() - was.started(), seconds),
                    rate(each.errors() - was.errors(), seconds),
                    String.valueOf(each.retries()),
                    rate(each.bytesOut() - was.bytesOut(), seconds));
        }
        List<String> lines = new ArrayList<>(
                table.lines(line -> line.contains(" down ") || line.contains(" ejected ") ? paint(line) : line));
        if (shown.size() < now.size()) {
            lines.add("  and " + (now.size() - shown.size()) + " more that have less to do");
        }
        return lines;
    }

    private static List<TrafficReport.Server> busiest(
            Map<String, TrafficReport.Server> known, List<TrafficReport.Server> now) {
        return now.stream()
                .sorted((a, b) -> Long.compare(done(known, b), done(known, a)))
                .limit(MOST_SERVERS)
                .toList();
    }

    private static long done(Map<String, TrafficReport.Server> known, TrafficReport.Server server) {
        return server.started() - known.getOrDefault(name(server), none(server)).started();
    }

    private static TrafficReport.Server none(TrafficReport.Server like) {
        return new TrafficReport.Server(like.backend(), like.name(), like.state(), 0, 0, 0, 0, 0, 0, 0);
    }

    private static String name(TrafficReport.Server server) {
        return server.backend() + "/" + server.name();
    }

    /** With a unit from 10,000 on: three digits are enough to watch. */
    static String rate(long difference, double seconds) {
        double rate = Math.max(0, difference) / seconds;
        int unit = 0;
        while (rate >= 10_000 && unit < UNITS.size() - 1) {
            rate /= 1000;
            unit++;
        }
        return Math.round(rate) + UNITS.get(unit);
    }

    private String paint(String text) {
        return ansi.enabled() ? Ansi.Style.on(Ansi.Style.parse("red,bold")) + text + Ansi.Style.reset.on() : text;
    }
}
