package dev.baton.ha.track;

import dev.baton.floatingip.exec.BoundedProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a program of the user: exit status 0 is well, anything else and no answer in time is not. */
public final class ScriptProbe implements Probe {

    private final BoundedProgram program;

    /**
     * @param command the program and its arguments
     * @param timeout after which it is killed together with its children
     */
    public ScriptProbe(List<String> command, Duration timeout) {
        this.program = new BoundedProgram(command, Map.of(), timeout);
    }

    @Override
    public Finding look() {
        BoundedProgram.Outcome outcome = program.run();
        return outcome.good() ? Finding.GOOD : Finding.bad(program.command().getFirst() + " " + outcome.words());
    }
}
