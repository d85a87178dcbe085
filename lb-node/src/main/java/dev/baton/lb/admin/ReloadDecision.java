package dev.baton.lb.admin;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What becomes of a configuration that a node was asked to get ready for.
 *
 * @param digest of that configuration
 * @param follow whether to serve by it from now on, or to forget it
 */
public record ReloadDecision(
        @JsonProperty(required = true) String digest,
        @JsonProperty(required = true) boolean follow) {

    public ReloadDecision {
        requireNonNull(digest, "digest is null");
    }
}
