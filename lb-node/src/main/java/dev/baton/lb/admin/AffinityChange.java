package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * Changes what is known of clients.
 *
 * @param action {@code set} or {@code clear}
 * @param of whom it concerns
 */
public record AffinityChange(
        @JsonProperty(required = true) String action,
        @JsonProperty(required = true) AffinityRequest of) {

    /** As the log says it. */
    @Override
    public String toString() {
        return action + " clients of: " + of;
    }

    /**
     * How it went.
     *
     * @param changed how many clients it concerned
     * @param notHeard the other nodes that are told only when they are back
     */
    @JsonPropertyOrder({"changed", "not_heard"})
    public record Answer(
            long changed, @JsonProperty("not_heard") List<String> notHeard) {

        public Answer {
            notHeard = notHeard == null ? List.of() : List.copyOf(notHeard); // older nodes leave it out
        }
    }
}
