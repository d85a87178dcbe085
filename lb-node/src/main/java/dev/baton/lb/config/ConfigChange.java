package dev.baton.lb.config;

import static java.util.Objects.requireNonNull;

/** One thing in which two configurations differ, named as in the file. */
public sealed interface ConfigChange {

    /** Where, with dots between the keys and names for the members of lists: {@code backends.app.servers.a.weight}. */
    String key();

    record Added(String key, String value) implements ConfigChange {
        public Added {
            requireNonNull(value, "value is null");
        }

        @Override
        public String toString() {
            return "added " + key + ": " + value;
        }
    }

    record Removed(String key, String value) implements ConfigChange {
        public Removed {
            requireNonNull(value, "value is null");
        }

        @Override
        public String toString() {
            return "removed " + key + ": " + value;
        }
    }

    record Changed(String key, String before, String after) implements ConfigChange {
        public Changed {
            requireNonNull(before, "before is null");
            requireNonNull(after, "after is null");
        }

        @Override
        public String toString() {
            return "changed " + key + ": " + before + " -> " + after;
        }
    }
}
