package dev.baton.lb.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * How a drill went. Fields may be added, never renamed.
 *
 * @param group the floating IP group that moved
 * @param asked the frontend that was asked all the time
 * @param boundMillis how long a client may have no answer
 * @param held whether that was so each time
 * @param moves from which node to which, in order
 * @param timeline what the nodes say of it, oldest first
 */
@JsonPropertyOrder({"group", "asked", "bound_ms", "held", "moves", "timeline"})
record DrillReport(
        String group,
        String asked,
        @JsonProperty("bound_ms") double boundMillis,
        boolean held,
        List<Move> moves,
        List<ClusterEvents.Entry> timeline) {

    /**
     * One handover.
     *
     * @param outageMillis the longest time between two answers in a row
     * @param at when that began, by the clock of the machine that the drill ran on, ISO 8601
     * @param requests how many attempts there were meanwhile
     * @param failed those of them that got no answer
     * @param lateMillis by how much the client itself was late at most, as on a busy machine; nobody else has waited for that
     */
    @JsonPropertyOrder({"from", "to", "outage_ms", "at", "requests", "failed", "late_ms"})
    record Move(
            String from,
            String to,
            @JsonProperty("outage_ms") double outageMillis,
            String at,
            long requests,
            long failed,
            @JsonProperty("late_ms") double lateMillis) {}
}
