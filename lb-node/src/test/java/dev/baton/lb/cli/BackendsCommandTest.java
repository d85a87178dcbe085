package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.admin.ServersReport;
import dev.baton.lb.cli.BackendsCommand.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsCommandTest {

    private static ServersReport.Row server(String backend, String name, String state, int connections, int waiting) {
        return server(backend, name, state, 1, connections, waiting);
    }

    private static ServersReport.Row server(
            String backend, String name, String state, int weight, int connections, int waiting) {
        return new ServersReport.Row(
                backend, name, "10.9.0.20:80", state, "up", "ready", "ready", false, weight, connections, waiting);
    }

    @Test
    void aServerOfWeightZeroTakesNothingNew() {
        assertThat(BackendsCommand.rows(new ServersReport(
                        List.of(server("app", "a", "up", 0, 3, 0), server("app", "b", "down", 0, 0, 0)), List.of())))
                .containsExactly(new Row("app", 2, 0, 1, 1, 0, 3, 0));
    }

    @Test
    void everyBackendHasALineWithItsServersByState() {
        List<Row> rows = BackendsCommand.rows(new ServersReport(
                List.of(
                        server("app", "a", "up", 3, 2),
                        server("app", "b", "down", 0, 2),
                        server("app", "c", "ejected", 1, 2),
                        server("app", "d", "unknown", 0, 2),
                        server("app", "e", "drain", 4, 2),
                        server("app", "f", "maint", 0, 2),
                        server("mail", "a", "down", 0, 0)),
                List.of()));
        assertThat(rows).containsExactly(new Row("app", 6, 1, 3, 1, 1, 8, 2), new Row("mail", 1, 0, 1, 0, 0, 0, 0));
        assertThat(BackendsCommand.table(rows))
                .containsExactly(
                        "  BACKEND  SERVERS  UP  OUT  DRAIN  MAINT  CONNECTIONS  WAITING",
                        "  app      6        1   3    1      1      8            2",
                        "  mail     1        0   1    0      0      0            0");
    }
}
