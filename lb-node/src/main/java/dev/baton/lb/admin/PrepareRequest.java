package dev.baton.lb.admin;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Asks a node to get ready for another configuration.
 *
 * @param text what its file shall say
 */
public record PrepareRequest(@JsonProperty(required = true) String text) {

    public PrepareRequest {
        requireNonNull(text, "text is null");
    }

    /** For a log: the text is long. */
    @Override
    public String toString() {
        return text.length() + " characters";
    }
}
