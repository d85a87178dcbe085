package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * @param on whether the node shall own nothing from now on
 */
public record MaintenanceRequest(
        @JsonProperty(required = true) boolean on) {}
