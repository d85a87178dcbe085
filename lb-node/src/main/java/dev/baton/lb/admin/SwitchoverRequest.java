package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Asks to hand a floating IP group to another node.
 *
 * @param group the floating IP group; empty where the cluster has only one
 * @param target the node that shall be master; empty for the best of the others
 * @param force hand over even to a node whose session state is incomplete
 */
public record SwitchoverRequest(
        @JsonProperty(required = true) String group,
        @JsonProperty(required = true) String target,
        boolean force) {}
