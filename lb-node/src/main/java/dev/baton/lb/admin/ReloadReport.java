package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What became of a reload.
 *
 * @param done whether the node serves by the file now; of a dry run, whether it could
 * @param dryRun whether nothing was to be changed
 * @param changes the differences between what runs and the file, one line each
 * @param problems what is wrong with the file, one line each with its place; nothing has changed then
 * @param refused what a running node cannot follow, one line each; nothing has changed then
 * @param warnings what may be worth a look
 * @param digest of the configuration that the node runs now
 * @param durationMillis how long it took
 */
public record ReloadReport(
        boolean done,
        @JsonProperty("dry_run") boolean dryRun,
        List<String> changes,
        List<String> problems,
        List<String> refused,
        List<String> warnings,
        String digest,
        @JsonProperty("duration_ms") double durationMillis) {

    public ReloadReport {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
        refused = List.copyOf(refused);
        warnings = List.copyOf(warnings);
    }
}
