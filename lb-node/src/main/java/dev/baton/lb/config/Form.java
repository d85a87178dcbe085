package dev.baton.lb.config;

import java.util.List;

/** What values of one kind look like, for those who describe the configuration to an editor. */
sealed interface Form {

    /** A single value; what it has to look like is known to its reader alone. */
    record Any() implements Form {}

    /** Text that YAML takes for text. */
    record Text() implements Form {}

    /**
     * Text of a form of its own.
     *
     * @param regex matches all of it
     */
    record Matching(String regex) implements Form {}

    /** {@code true} or {@code false}. */
    record Flag() implements Form {}

    /** A whole number. */
    record Whole(int min, int max) implements Form {}

    /** One of a few words. */
    record Words(List<String> words) implements Form {

        public Words {
            words = List.copyOf(words);
        }
    }
}
