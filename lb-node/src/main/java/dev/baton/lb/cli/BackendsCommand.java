package dev.baton.lb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lb.admin.ServersReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "backends",
        description = "Show every backend: how many of its servers are up, what runs on them, and who waits.",
        footer = {
            "",
            "UP take new clients, DRAIN only those that belong to them (drained, or weight 0), OUT are down, ejected or not",
            "known yet; baton servers says which.",
            "Exit code: 0, 1 when a backend has no server that takes new clients, 3 when the node does not answer."
        })
final class BackendsCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    /**
     * One backend.
     *
     * @param name the backend's
     * @param servers how many it has
     * @param up those that get what is new
     * @param out those that are down, ejected or not known yet
     * @param drain those that keep what they have: drained, or with weight 0
     * @param maint those in maintenance
     * @param connections what runs on all of them now
     * @param waiting how many wait for one with room
     */
    record Row(String name, int servers, int up, int out, int drain, int maint, int connections, int waiting) {

        private Row and(ServersReport.Row server) {
            String state = server.state();
            boolean well = state.equals("up");
            int isUp = well && server.weight() > 0 ? 1 : 0;
            int isDrain = state.equals("drain") || (well && server.weight() == 0) ? 1 : 0;
            int isMaint = state.equals("maint") ? 1 : 0;
            return new Row(
                    name,
                    servers + 1,
                    up + isUp,
                    out + 1 - isUp - isDrain - isMaint,
                    drain + isDrain,
                    maint + isMaint,
                    connections + server.connections(),
                    server.waiting());
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        AdminClient client = node.client();
        List<Row> rows = rows(client.convert(client.get("/v1/servers"), ServersReport.class));
        if (output.json()) {
            Console.out(new JsonMapper().writeValueAsString(rows));
        } else {
            table(rows).forEach(Console::out);
        }
        return rows.stream().allMatch(row -> row.up() > 0) ? ExitCode.OK : ExitCode.NO;
    }

    /** In the order of the configuration. */
    static List<Row> rows(ServersReport report) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (ServersReport.Row server : report.servers()) {
            String name = server.backend();
            rows.put(
                    name,
                    rows.getOrDefault(name, new Row(name, 0, 0, 0, 0, 0, 0, 0)).and(server));
        }
        return List.copyOf(rows.values());
    }

    static List<String> table(List<Row> rows) {
        Columns table = new Columns("BACKEND", "SERVERS", "UP", "OUT", "DRAIN", "MAINT", "CONNECTIONS", "WAITING");
        for (Row row : rows) {
            table.row(
                    row.name(),
                    String.valueOf(row.servers()),
                    String.valueOf(row.up()),
                    String.valueOf(row.out()),
                    String.valueOf(row.drain()),
                    String.valueOf(row.maint()),
                    String.valueOf(row.connections()),
                    String.valueOf(row.waiting()));
        }
        return table.lines(UnaryOperator.identity());
    }
}
