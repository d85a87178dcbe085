package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

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
 * @param others what changes on each other node, where all are to follow
 */
public record ReloadReport(
        boolean done,
        @JsonProperty("dry_run") boolean dryRun,
        List<String> changes,
        List<String> problems,
        List<String> refused,
        List<String> warnings,
        String digest,
        @JsonProperty("duration_ms") double durationMillis,
        List<Other> others) {

    /**
     * Another node.
     *
     * @param changes the differences between what runs there and the file, one line each
     */
    public record Other(String node, List<String> changes) {

        public Other {
            changes = List.copyOf(changes);
        }
    }

    public ReloadReport {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
        refused = List.copyOf(refused);
        warnings = List.copyOf(warnings);
        others = others == null ? List.of() : List.copyOf(others); // older nodes leave it out
    }

    /** Nothing but an objection. */
    public static ReloadReport refusal(String why) {
        return new ReloadReport(false, false, List.of(), List.of(), List.of(why), List.of(), "", 0, List.of());
    }

    /** The same, with one more thing that stands against it. */
    public ReloadReport refusing(String why) {
        return new ReloadReport(
                false, dryRun, changes, problems, with(refused, why), warnings, digest, durationMillis, others);
    }

    /** The same, with what is wrong with the file. */
    public ReloadReport failing(List<String> why) {
        return new ReloadReport(false, dryRun, changes, why, refused, warnings, digest, durationMillis, others);
    }

    /** The same, with what changes on other nodes. */
    public ReloadReport with(List<Other> nodes) {
        return new ReloadReport(done, dryRun, changes, problems, refused, warnings, digest, durationMillis, nodes);
    }

    /** The same, with one more thing that may be worth a look. */
    public ReloadReport warning(String what) {
        return new ReloadReport(
                done, dryRun, changes, problems, refused, with(warnings, what), digest, durationMillis, others);
    }

    private static List<String> with(List<String> some, String more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
