package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * Who belongs to which server, as one node knows it.
 *
 * @param backends all that is known of the backends in question, whatever else narrows
 * @param servers how many clients fit, by server
 * @param clients some of them
 */
@JsonPropertyOrder({"backends", "servers", "clients"})
public record AffinityReport(List<Known> backends, List<Count> servers, List<Client> clients) {

    public AffinityReport {
        backends = List.copyOf(backends);
        servers = List.copyOf(servers);
        clients = List.copyOf(clients);
    }

    /**
     * @param clients how many are remembered
     * @param digest a number, in hex: nodes that remember the same of this backend show the same
     */
    @JsonPropertyOrder({"backend", "clients", "digest"})
    public record Known(String backend, long clients, String digest) {}

    /**
     * @param clients how many belong to it
     */
    @JsonPropertyOrder({"backend", "server", "clients"})
    public record Count(String backend, String server, long clients) {}

    /**
     * @param key a hash of what the client shows, which may be secret
     * @param expiresMillis until it is forgotten unless it comes back; -1 when it carries its server itself
     */
    @JsonPropertyOrder({"backend", "server", "key", "expires_ms"})
    public record Client(
            String backend,
            String server,
            String key,
            @JsonProperty("expires_ms") long expiresMillis) {}
}
