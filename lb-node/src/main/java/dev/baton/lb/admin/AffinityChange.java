package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;

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
     */
    public record Answer(long changed) {}
}
