package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The servers as this node sees them.
 *
 * @param servers in the order of the configuration
 */
public record ServersReport(List<Row> servers) {

    public ServersReport {
        servers = List.copyOf(servers);
    }

    /**
     * @param backend the name of its backend
     * @param name its name
     * @param address where it listens
     * @param state up, down, unknown, drain, maint or ejected
     * @param health what its checks find: up, down or unknown
     * @param operator what the operator wants: ready, drain or maintenance
     * @param agent what its agent wants, in the same words
     * @param ejected whether live traffic has it left out for a while
     * @param weight its share relative to the others
     * @param connections what runs on it now
     * @param waiting how many wait for a server of its backend
     */
    @JsonPropertyOrder({
        "backend",
        "name",
        "address",
        "state",
        "health",
        "operator",
        "agent",
        "ejected",
        "weight",
        "connections",
        "waiting"
    })
    public record Row(
            String backend,
            String name,
            String address,
            String state,
            String health,
            String operator,
            String agent,
            boolean ejected,
            int weight,
            int connections,
            int waiting) {}
}
