package dev.baton.lb.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used; says everything that is wrong with it, not only the first thing. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one, in the order of the file */
    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    ConfigException(Problem problem) {
        this(List.of(problem));
    }

    /** At least one, sorted by position. */
    public List<Problem> problems() {
        return problems;
    }
}
