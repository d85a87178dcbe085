package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * @param dryRun whether to say only what would change
 * @param cluster whether all nodes shall follow, or none
 */
public record ReloadRequest(@JsonProperty("dry_run") boolean dryRun, boolean cluster) {}
