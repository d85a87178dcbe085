package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What passed through a node since it started. Fields may be added, never renamed. Two reports make rates: everything but
 * what is open or waits only grows, until the node starts anew.
 *
 * @param node the node that answers
 * @param atMillis when, in milliseconds of a clock that only that node knows
 * @param latencyBoundsMillis the longest time of each class of latency but the last, in milliseconds
 * @param frontends what clients got
 * @param servers what servers got
 */
@JsonPropertyOrder({"node", "at_ms", "latency_bounds_ms", "frontends", "servers"})
public record TrafficReport(
        String node,
        @JsonProperty("at_ms") long atMillis,
        @JsonProperty("latency_bounds_ms") List<Double> latencyBoundsMillis,
        List<Frontend> frontends,
        List<Server> servers) {

    /**
     * @param name the frontend
     * @param mode http or tcp
     * @param connections open now
     * @param accepted connections since the start
     * @param requests that are over
     * @param answers how many of them were answered with 1xx, 2xx, 3xx, 4xx, 5xx, and not at all
     * @param errors requests and connections that servers failed
     * @param bytesIn from clients
     * @param bytesOut to clients
     * @param latency how many requests fell into each class
     */
    @JsonPropertyOrder({
        "name",
        "mode",
        "connections",
        "accepted",
        "requests",
        "answers",
        "errors",
        "bytes_in",
        "bytes_out",
        "latency"
    })
    public record Frontend(
            String name,
            String mode,
            long connections,
            long accepted,
            long requests,
            List<Long> answers,
            long errors,
            @JsonProperty("bytes_in") long bytesIn,
            @JsonProperty("bytes_out") long bytesOut,
            List<Long> latency) {}

    /**
     * @param backend the backend
     * @param name the server
     * @param state as in the status
     * @param connections that run on it now
     * @param started requests or connections that were sent to it
     * @param requests that are over
     * @param errors what it broke off or was late with, and 5xx
     * @param retries attempts at it in vain
     * @param bytesIn from clients to it
     * @param bytesOut from it to clients
     */
    @JsonPropertyOrder({
        "backend",
        "name",
        "state",
        "connections",
        "started",
        "requests",
        "errors",
        "retries",
        "bytes_in",
        "bytes_out"
    })
    public record Server(
            String backend,
            String name,
            String state,
            long connections,
            long started,
            long requests,
            long errors,
            long retries,
            @JsonProperty("bytes_in") long bytesIn,
            @JsonProperty("bytes_out") long bytesOut) {}
}
