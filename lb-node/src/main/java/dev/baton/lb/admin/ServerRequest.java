package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Asks for something of a server; what is left out stays as it is.
 *
 * @param backend the name of its backend
 * @param server its name
 * @param state {@code ready}, {@code drain} or {@code maintenance}
 * @param weight 0 to 256
 */
public record ServerRequest(
        @JsonProperty(required = true) String backend,
        @JsonProperty(required = true) String server,
        @Nullable String state,
        @Nullable Integer weight) {}
