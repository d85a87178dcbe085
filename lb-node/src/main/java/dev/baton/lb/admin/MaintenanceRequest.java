package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * @param on whether the node shall own nothing from now on
 * @param force whether to begin even where nobody can take what the node owns; no when left out
 */
public record MaintenanceRequest(
        @JsonProperty(required = true) boolean on,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean force) {}
