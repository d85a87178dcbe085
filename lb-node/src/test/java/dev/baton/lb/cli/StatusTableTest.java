package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.history.NodeEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    private static final String LONG = "hears no master, but the addresses are answered for: check the interconnect";

    private final StatusTable table = new StatusTable(false, 80);

    @Test
    void aHealthyClusterSaysWhoOwnsWhatSinceWhenAndWhy() {
        assertThat(table.lines(report(List.of(), "lb1", "BACKUP", List.of()), List.of(role())))
                .startsWith(
                        "cluster web, seen by lb1: healthy",
                        "",
                        "floating IP vip: 10.9.0.100/24",
                        "  owned by lb1, term 4, since 2026-01-02T03:04:05.678Z: no master heard in 670",
                        "  ms of listening")
                .contains("frontends: web 10.9.0.100:80 (http)", "recent events")
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void aDegradedOneSaysSoInTheFirstLineAndHowMuch() {
        List<String> lines = table.lines(
                report(List.of("server app/a is down", "node lb2 in vip: died"), null, "INIT", List.of("died")),
                List.of());
        assertThat(lines)
                .startsWith(
                        "cluster web, seen by lb1: DEGRADED by 2 problems",
                        "  ! server app/a is down",
                        "  ! node lb2 in vip: died")
                .contains("  owned by NOBODY, term 4")
                .anyMatch(line -> line.matches("  lb2   not heard  100 +no +died"));
    }

    @Test
    void aSplitOneIsCalledSoAndItsRemarksStayInTheirColumn() {
        List<String> lines =
                table.lines(report(List.of("node lb2 in vip: " + LONG), "lb1", "BACKUP", List.of(LONG)), List.of());
        assertThat(lines)
                .startsWith(
                        "cluster web, seen by lb1: SPLIT, DEGRADED by 1 problem",
                        "  ! node lb2 in vip: hears no master, but the addresses are answered for: check",
                        "    the interconnect")
                .allMatch(line -> line.length() <= 80);
    }

    private static ClusterEvents.Entry role() {
        return new ClusterEvents.Entry(
                "lb1",
                new NodeEvent(
                        8,
                        "2026-01-02T03:04:05.678Z",
                        "vip",
                        "role",
                        "BACKUP",
                        "MASTER",
                        4,
                        "no master heard in 670 ms of listening"));
    }

    private static StatusReport report(
            List<String> problems, @Nullable String master, String role, List<String> reasons) {
        return new StatusReport(
                "web",
                "lb1",
                "abc",
                problems.isEmpty(),
                problems,
                List.of(new StatusReport.FloatingIpGroup(
                        "vip",
                        master,
                        4,
                        List.of("10.9.0.100/24"),
                        List.of(
                                new StatusReport.Node("lb1", "MASTER", 150, 150, true, List.of()),
                                new StatusReport.Node("lb2", role, 100, 100, role.equals("BACKUP"), reasons)))),
                List.of(),
                new StatusReport.Interconnect(0, 0, ""),
                List.of(new StatusReport.Frontend("web", "http", false, "10.9.0.100:80")),
                List.of(),
                List.of(),
                StatusReport.Affinity.NOTHING);
    }
}
