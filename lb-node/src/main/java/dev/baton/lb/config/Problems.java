package dev.baton.lb.config;

import java.util.List;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with one file; a thing that is said twice, because an alias repeats it, counts once. */
final class Problems {

    private final String file;
    private final TreeSet<Problem> found = new TreeSet<>(Problem.BY_POSITION);

    Problems(String file) {
        this.file = file;
    }

    void add(Node at, String message) {
        var mark = at.getStartMark();
        found.add(new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, message));
    }

    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(List.copyOf(found));
        }
    }
}
