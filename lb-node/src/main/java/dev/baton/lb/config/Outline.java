package dev.baton.lb.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What a reader asks of one mapping: the keys that there may be, and what each may hold. */
final class Outline {

    private final Map<String, Key> keys = new LinkedHashMap<>();

    /** @param required whether it is missed when it is not there */
    record Key(boolean required, Holds holds) {}

    /** What a key holds. */
    sealed interface Holds {

        /** One value. */
        record Value(Form form) implements Holds {}

        /** @param least how many there must be */
        record Values(Form form, int least) implements Holds {}

        /** One value or a list of them. */
        record ValueOrValues(Form form) implements Holds {}

        /** @param inside null while the reader had no reason to look */
        record Section(@Nullable Outline inside) implements Holds {}

        /** @param elements those that the file has */
        record Elements(List<Outline> elements, int least) implements Holds {

            public Elements {
                elements = List.copyOf(elements);
            }
        }

        /** A mapping whose keys the file invents. */
        record Entries(Form form) implements Holds {}
    }

    Map<String, Key> keys() {
        return keys;
    }

    /** The keys in the order in which they were first asked for. */
    Set<String> names() {
        return keys.keySet();
    }

    /** What was asked for last counts. */
    void ask(String key, boolean required, Holds holds) {
        keys.put(key, new Key(required, holds));
    }

    /** It is missed when it is not there, and a list is missed when it is empty. */
    void miss(String key) {
        Key known = keys.get(key);
        keys.put(key, new Key(true, known == null ? new Holds.Elements(List.of(), 1) : known.holds()));
    }

    /** As {@link #ask}, where it may be known already that it is missed. */
    void askAgain(String key, IntFunction<Holds> holds) {
        Key known = keys.get(key);
        boolean required = known != null && known.required();
        keys.put(key, new Key(required, holds.apply(required ? 1 : 0)));
    }
}
