package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a switchover went.
 *
 * @param done whether the target is master now
 * @param message what happened, or why it was refused
 * @param durationMillis from the request to the target's first advertisement as master
 */
public record SwitchoverAnswer(
        boolean done,
        String message,
        @JsonProperty("duration_ms") double durationMillis) {}
