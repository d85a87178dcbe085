package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The servers as this node sees them.
 *
 * @param servers in the order of the configuration
 * @param notHeard the other nodes that are told of changes only when they are back
 */
@JsonPropertyOrder({"servers", "not_heard"})
public record ServersReport(
        List<Row> servers, @JsonProperty("not_heard") List<String> notHeard) {

    public ServersReport {
        servers = List.copyOf(servers);
        notHeard = notHeard == null ? List.of() : List.copyOf(notHeard); // older nodes leave it out
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
