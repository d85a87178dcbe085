package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status JSON. Fields may be added, never renamed.
 *
 * @param cluster the cluster's name
 * @param node the node that answers
 * @param configDigest SHA-256 of its configuration, in hex
 * @param healthy whether there is nothing for an operator to look at
 * @param problems what there is to look at, in words; empty when healthy
 * @param floatingIps the floating IP groups
 * @param paths what each network of the interconnect carries from each peer
 * @param interconnect what the interconnect did not let in
 * @param frontends what listens
 * @param backends the backends as this node's checks see them
 * @param certificates what frontends that end TLS serve
 * @param affinity the session table
 */
@JsonPropertyOrder({
    "cluster",
    "node",
    "config_digest",
    "healthy",
    "problems",
    "floating_ips",
    "paths",
    "interconnect",
    "frontends",
    "backends",
    "certificates",
    "affinity"
})
public record StatusReport(
        String cluster,
        String node,
        @JsonProperty("config_digest") String configDigest,
        boolean healthy,
        List<String> problems,
        @JsonProperty("floating_ips") List<FloatingIpGroup> floatingIps,
        List<Path> paths,
        Interconnect interconnect,
        List<Frontend> frontends,
        List<Backend> backends,
        List<Certificate> certificates,
        Affinity affinity) {

    /**
     * @param name the group's name
     * @param master the owner, or null while nobody is known to be
     * @param term the fencing token: grows by one at each takeover
     * @param addresses the addresses with their prefix lengths
     * @param nodes every node of the group
     */
    public record FloatingIpGroup(
            String name, @Nullable String master, long term, List<String> addresses, List<Node> nodes) {}

    /**
     * @param name the node
     * @param role MASTER, BACKUP, FAULT or INIT
     * @param priority base priority
     * @param effectivePriority priority after trackers
     * @param synced whether its session state is complete
     * @param reasons why it is not at its best
     */
    @JsonPropertyOrder({"name", "role", "priority", "effective_priority", "synced", "reasons"})
    public record Node(
            String name,
            String role,
            int priority,
            @JsonProperty("effective_priority") int effectivePriority,
            boolean synced,
            List<String> reasons) {}

    /**
     * @param address this node's address on the network
     * @param peer the peer
     * @param heardMillis how long ago it was heard there, or null if never
     */
    public record Path(
            String address,
            String peer,
            @JsonProperty("heard_ms") @Nullable Long heardMillis) {}

    /**
     * @param rejected how many messages and connections were not let in since the start: forged, garbled, foreign, replayed
     * @param rejectedLately those of the last minute or so
     * @param lastRejected the last of them, in words; empty if there was none
     */
    @JsonPropertyOrder({"rejected", "rejected_lately", "last_rejected"})
    public record Interconnect(
            long rejected,
            @JsonProperty("rejected_lately") long rejectedLately,
            @JsonProperty("last_rejected") String lastRejected) {}

    /**
     * @param name the frontend
     * @param mode http or tcp
     * @param tls whether it ends TLS
     * @param bind the address and port where it listens
     */
    @JsonPropertyOrder({"name", "mode", "tls", "bind"})
    public record Frontend(String name, String mode, boolean tls, String bind) {}

    /**
     * @param name the backend
     * @param servers its servers
     */
    public record Backend(String name, List<Server> servers) {}

    /**
     * @param name the server
     * @param address where it listens
     * @param state up, down, unknown, drain, maint or ejected
     * @param weight its share relative to the others; 0 takes nothing new
     * @param connections open connections to it
     */
    @JsonPropertyOrder({"name", "address", "state", "weight", "connections"})
    public record Server(String name, String address, String state, int weight, int connections) {}

    /**
     * @param frontend who serves it
     * @param file where it is from
     * @param names whom it is for
     * @param notAfter until when clients accept it
     * @param daysLeft whole days until then; negative once it has expired
     * @param key ECDSA or RSA
     */
    @JsonPropertyOrder({"frontend", "file", "names", "not_after", "days_left", "key"})
    public record Certificate(
            String frontend,
            String file,
            List<String> names,
            @JsonProperty("not_after") String notAfter,
            @JsonProperty("days_left") long daysLeft,
            String key) {}

    /**
     * @param entries how many clients are remembered
     * @param lagMillis how old the oldest change of this node is that another one lacks
     * @param lagEntries how many changes another one lacks
     * @param digest a number, in hex: nodes that remember the same show the same
     */
    @JsonPropertyOrder({"entries", "lag_ms", "lag_entries", "digest"})
    public record Affinity(
            long entries,
            @JsonProperty("lag_ms") long lagMillis,
            @JsonProperty("lag_entries") long lagEntries,
            String digest) {

        /** Of a node that still starts. */
        public static final Affinity NOTHING = new Affinity(0, 0, 0, "0000000000000000");
    }
}
