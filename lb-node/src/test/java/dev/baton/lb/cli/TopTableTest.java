package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.admin.TrafficReport;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopTableTest {

    private static final List<Double> BOUNDS = List.of(1.0, 10.0);

    private final TopTable table = new TopTable(false);

    @Test
    void ratesAreThoseBetweenTwoReports() {
        assertThat(lines(report(1000, 100, 5), report(3000, 50_100, 25)))
                .containsSubsequence(
                        "cluster web, node lb1: DEGRADED: server app/a is down",
                        "vip owned by NOBODY",
                        "  FRONTEND  CONNS  REQ/S  ERR/S  IN B/S  OUT B/S  P50     P99",
                        "  web       3      25k    10     0       25k      1.0 ms  9.8 ms",
                        "  SERVER  STATE  RUNNING  REQ/S  ERR/S  RETRIES  OUT B/S",
                        "  app/a   down   2        25k    10     4        0");
    }

    @Test
    void aNodeThatStartedAnewIsNotComparedWithItsFormerLife() {
        assertThat(lines(report(9000, 90_000, 0), report(1000, 50, 0)))
                .contains("  web       3      50     0      0       50       1.0 ms  9.8 ms");
    }

    @Test
    void ofManyServersTheBusiestAreShown() {
        TrafficReport before = servers(0, i -> 0);
        assertThat(lines(before, servers(1000, i -> i)))
                .anyMatch(line -> line.startsWith("  app/s99 "))
                .noneMatch(line -> line.startsWith("  app/s3 "))
                .endsWith("  and 70 more that have less to do");
    }

    @Test
    void quantilesLieWithinTheirClass() {
        assertThat(Quantiles.text(List.of(0L, 0L, 0L), BOUNDS, 0.5)).isEqualTo("-");
        assertThat(Quantiles.text(List.of(10L, 0L, 0L), BOUNDS, 0.5)).isEqualTo("0.5 ms");
        assertThat(Quantiles.text(List.of(0L, 10L, 0L), BOUNDS, 1)).isEqualTo("10 ms");
        assertThat(Quantiles.text(List.of(1L, 0L, 99L), BOUNDS, 0.99)).isEqualTo("> 10 ms");
    }

    private List<String> lines(TrafficReport before, TrafficReport now) {
        return table.lines(
                new StatusReport(
                        "web",
                        "lb1",
                        "abc",
                        false,
                        List.of("server app/a is down"),
                        List.of(new StatusReport.FloatingIpGroup("vip", null, 7, List.of(), List.of())),
                        List.of(),
                        new StatusReport.Interconnect(0, 0, ""),
                        List.of(),
                        List.of(),
                        List.of(),
                        StatusReport.Affinity.NOTHING),
                before,
                now);
    }

    private static TrafficReport report(long atMillis, long requests, long errors) {
        return new TrafficReport(
                "lb1",
                atMillis,
                BOUNDS,
                List.of(new TrafficReport.Frontend(
                        "web",
                        "http",
                        3,
                        1,
                        requests,
                        List.of(),
                        errors,
                        0,
                        requests,
                        List.of(requests / 2, requests / 2, 0L))),
                List.of(new TrafficReport.Server("app", "a", "down", 2, requests, requests, errors, 4, 0, 0)));
    }

    private static TrafficReport servers(long atMillis, IntToLongFunction started) {
        return new TrafficReport(
                "lb1",
                atMillis,
                BOUNDS,
                List.of(),
                IntStream.range(0, 100)
                        .mapToObj(i -> new TrafficReport.Server(
                                "app", "s" + i, "up", 0, started.applyAsLong(i), 0, 0, 0, 0, 0))
                        .toList());
    }
}
