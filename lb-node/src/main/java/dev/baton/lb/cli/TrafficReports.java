package dev.baton.lb.cli;

import dev.baton.lb.admin.TrafficReport;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.traffic.Figure;
import dev.baton.lb.traffic.FrontendTraffic;
import dev.baton.lb.traffic.Latency;
import dev.baton.lb.traffic.Totals;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was counted, as the admin API tells it. */
final class TrafficReports {

    private static final int MILLIS_PER_SECOND = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private TrafficReports() {}

    static TrafficReport of(String node, long nowNanos, List<FrontendTraffic> frontends, List<BackendStatus> backends) {
        return new TrafficReport(
                node,
                nowNanos / NANOS_PER_MILLI,
                Latency.SECONDS.stream()
                        .map(seconds -> Double.parseDouble(seconds) * MILLIS_PER_SECOND)
                        .toList(),
                frontends.stream().map(TrafficReports::frontend).toList(),
                backends.stream()
                        .flatMap(backend -> backend.servers().stream().map(server -> server(backend.name(), server)))
                        .toList());
    }

    private static TrafficReport.Frontend frontend(FrontendTraffic traffic) {
        Totals totals = traffic.totals();
        return new TrafficReport.Frontend(
                traffic.name(),
                traffic.http() ? "http" : "tcp",
                traffic.connections(),
                totals.of(Figure.STARTED),
                totals.requests(),
                Stream.of(
                                Figure.ANSWERS_1XX,
                                Figure.ANSWERS_2XX,
                                Figure.ANSWERS_3XX,
                                Figure.ANSWERS_4XX,
                                Figure.ANSWERS_5XX,
                                Figure.UNANSWERED)
                        .map(totals::of)
                        .toList(),
                totals.of(Figure.SERVER_ERRORS),
                totals.of(Figure.BYTES_IN),
                totals.of(Figure.BYTES_OUT),
                IntStream.range(0, totals.classes()).mapToObj(totals::inClass).toList());
    }

    private static TrafficReport.Server server(String backend, ServerStatus server) {
        Totals totals = server.traffic().totals();
        return new TrafficReport.Server(
                backend,
                server.name(),
                server.state(),
                server.connections(),
                totals.of(Figure.STARTED),
                totals.requests(),
                totals.of(Figure.SERVER_ERRORS) + totals.of(Figure.ANSWERS_5XX),
                totals.of(Figure.RETRIES),
                totals.of(Figure.BYTES_IN),
                totals.of(Figure.BYTES_OUT));
    }
}
