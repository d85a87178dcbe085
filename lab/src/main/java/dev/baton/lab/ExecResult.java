package dev.baton.lab;

import java.util.List;

/** What a finished command left: its exit code and everything it printed. */
public record ExecResult(List<String> command, int exitCode, String out, String err) {
    public ExecResult {
        command = List.copyOf(command);
    }

    public boolean ok() {
        return exitCode == 0;
    }

    /** Returns this when the command succeeded; otherwise throws with the command, the code and its words. */
    public ExecResult orThrow() {
        if (!ok()) {
            throw new LabException("`%s` failed with exit code %d: %s"
                    .formatted(String.join(" ", command), exitCode, (err + out).strip()));
        }
        return this;
    }
}
