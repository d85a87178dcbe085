package dev.baton.lb.config;

import dev.baton.lb.config.Outline.Holds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One mapping of the file, read by asking for its keys. What was asked for is what is known: {@link #end} reports the
 * rest. Nothing here throws on a bad file: a problem is noted, the reader answers with an absent value or the default,
 * and reading goes on, so that one run finds every problem.
 */
final class MappingReader {

    private final Problems problems;
    private final String where;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Outline outline = new Outline();
    private boolean restIgnored;
    private final Set<String> broken = new HashSet<>();

    /** @param where how messages name this mapping, for example {@code node "lb1"}; empty for the whole file */
    MappingReader(Problems problems, String where, MappingNode node) {
        this.problems = problems;
        this.where = where;
        this.node = node;
        node.getValue().forEach(entry -> addEntry(entry.getKeyNode(), entry.getValueNode()));
    }

    /** A section that the file leaves out: empty, and its problems are reported at the mapping around it. */
    private MappingReader(MappingReader parent, String where) {
        this.problems = parent.problems;
        this.where = where;
        this.node = parent.node;
    }

    private void addEntry(Node key, Node value) {
        if (!(key instanceof ScalarNode scalar)) {
            problems.add(key, prefix() + "a key must be a word");
            return;
        }
        Node first = keys.putIfAbsent(scalar.getValue(), key);
        if (first == null) {
            values.put(scalar.getValue(), value);
        } else {
            problems.add(key, prefix() + "key \"" + scalar.getValue() + "\" is here twice" + YamlNodes.firstOn(first));
        }
    }

    /** What was asked of this mapping. */
    Outline outline() {
        return outline;
    }

    String where() {
        return where;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether a value was there but did not fit, so that rules between keys have nothing to go by. */
    boolean broken(String key) {
        return broken.contains(key);
    }

    /** How many elements a list has, good or bad. */
    int size(String key) {
        return elements(key).size();
    }

    /** The names in a list of named mappings, whether or not the rest of each is good. */
    Set<String> namesIn(String key) {
        Set<String> names = new LinkedHashSet<>();
        elements(key).forEach(element -> YamlNodes.nameOf(element).ifPresent(names::add));
        return names;
    }

    /** Notes a problem at a key's value, or at this mapping when the key is not there. */
    void problem(String key, String message) {
        broken.add(key);
        problems.add(values.getOrDefault(key, node), prefix() + message);
    }

    <T> @Nullable T required(String key, Scalar<T> type) {
        Optional<T> value = find(key, type);
        outline.miss(key);
        if (!has(key)) {
            problem(key, key + " is missing");
        }
        return value.orElse(null);
    }

    <T> T optional(String key, Scalar<T> type, T otherwise) {
        return find(key, type).orElse(otherwise);
    }

    <T> Optional<T> find(String key, Scalar<T> type) {
        outline.askAgain(key, _ -> new Holds.Value(type.form()));
        return value(key).flatMap(value -> scalar(key, value, type));
    }

    private <T> Optional<T> scalar(String key, Node value, Scalar<T> type) {
        String name = prefix() + key + " ";
        Optional<ScalarNode> scalar = YamlNodes.scalar(value, what -> problems.add(value, name + what));
        try {
            if (scalar.isPresent()) {
                return Optional.of(type.read(scalar.get()));
            }
        } catch (IllegalArgumentException e) {
            problems.add(value, name + e.getMessage());
        }
        broken.add(key);
        return Optional.empty();
    }

    /** A mapping whose keys are all optional, so that leaving it out is the same as leaving it empty. */
    <T extends @Nullable Object> T section(String key, Function<MappingReader, T> reader) {
        String name = where.isEmpty() ? key : where + " " + key;
        MappingReader in = value(key)
                .flatMap(value -> YamlNodes.mapping(value, what -> problem(key, key + " " + what)))
                .map(value -> new MappingReader(problems, name, value))
                .orElseGet(() -> new MappingReader(this, name));
        T section = reader.apply(in);
        in.end();
        outline.ask(key, false, new Holds.Section(in.outline));
        return section;
    }

    /** A mapping that may be left out, which is not the same as leaving it empty. */
    <T> Optional<T> findSection(String key, Function<MappingReader, @Nullable T> reader) {
        outline.ask(key, false, new Holds.Section(null));
        return has(key) ? Optional.ofNullable(section(key, reader)) : Optional.empty();
    }

    /**
     * A list of mappings with names of their own; no list is an empty one.
     *
     * @param kind how messages call an element, for example {@code node}
     * @param reader answers null for an element that is not good; it is left out
     */
    <T> List<T> list(String key, String kind, Function<MappingReader, @Nullable T> reader) {
        List<T> result = new ArrayList<>();
        List<Outline> outlines = new ArrayList<>();
        Map<String, Node> names = new LinkedHashMap<>();
        eachElement(key, (position, element) -> {
            String name = (where.isEmpty() ? "" : where + " ") + kind + " "
                    + YamlNodes.nameOf(element).map(own -> "\"" + own + "\"").orElse("" + position);
            YamlNodes.mapping(element, what -> problems.add(element, name + " " + what))
                    .map(mapping -> new MappingReader(problems, name, mapping))
                    .flatMap(in -> {
                        outlines.add(in.outline);
                        return in.element(names, reader);
                    })
                    .ifPresent(result::add);
        });
        outline.askAgain(key, least -> new Holds.Elements(outlines, least));
        return result;
    }

    private <T> Optional<T> element(Map<String, Node> names, Function<MappingReader, @Nullable T> reader) {
        requireOwnName(names);
        Optional<T> value = Optional.ofNullable(reader.apply(this));
        end();
        return value;
    }

    private void requireOwnName(Map<String, Node> names) {
        if (values.get("name") instanceof ScalarNode name) {
            Node first = names.putIfAbsent(name.getValue(), name);
            if (first != null) {
                problem("name", "this name is taken" + YamlNodes.firstOn(first));
            }
        }
    }

    /**
     * A list of values, at least one.
     *
     * @param check sees every good value and can answer with what is wrong with it; null if nothing is
     */
    <T> List<T> values(String key, Scalar<T> type, Function<T, @Nullable String> check) {
        requireElements(key);
        return readValues(key, type, check);
    }

    /** As {@link #values}, but the key may be left out: that is no value at all. */
    <T> List<T> optionalValues(String key, Scalar<T> type, Function<T, @Nullable String> check) {
        if (has(key)) {
            requireElements(key);
        }
        return readValues(key, type, check);
    }

    private <T> List<T> readValues(String key, Scalar<T> type, Function<T, @Nullable String> check) {
        List<T> result = new ArrayList<>();
        outline.askAgain(key, least -> new Holds.Values(type.form(), least));
        eachElement(
                key,
                (_, element) -> scalar(key, element, type).ifPresent(value -> {
                    result.add(value);
                    String wrong = check.apply(value);
                    if (wrong != null) {
                        problems.add(element, prefix() + key + " " + wrong);
                    }
                }));
        return result;
    }

    /** A list of values; no list is an empty one. */
    <T> List<T> optionalValues(String key, Scalar<T> type) {
        return readValues(key, type, _ -> null);
    }

    /** A value, or a list of values; none when the key is left out. */
    <T> List<T> oneOrMore(String key, Scalar<T> type) {
        List<T> result;
        if (value(key).filter(YamlNodes::isList).isPresent()) {
            requireElements(key);
            result = optionalValues(key, type);
        } else {
            result = find(key, type).map(List::of).orElse(List.of());
        }
        outline.askAgain(key, _ -> new Holds.ValueOrValues(type.form()));
        return result;
    }

    /**
     * A mapping whose keys the file invents.
     *
     * @param check answers what is wrong with a key, continuing its name; empty when nothing is
     */
    <T> List<Map.Entry<String, T>> entries(String key, Function<String, String> check, Scalar<T> type) {
        Optional<List<Map.Entry<String, T>>> section = findSection(key, in -> {
            List<Map.Entry<String, T>> result = new ArrayList<>();
            in.keys.forEach((word, node) -> {
                String wrong = check.apply(word);
                if (wrong.isEmpty()) {
                    in.find(word, type).ifPresent(value -> result.add(Map.entry(word, value)));
                } else {
                    problems.add(node, in.prefix() + "\"" + word + "\" " + wrong);
                }
            });
            in.ignoreTheRest();
            return result;
        });
        outline.ask(key, false, new Holds.Entries(type.form()));
        return section.orElse(List.of());
    }

    /** Says nothing of keys that were not asked for: which ones there may be is not known here. */
    void ignoreTheRest() {
        restIgnored = true;
    }

    /** Notes a problem unless the list has an element. */
    void requireElements(String key) {
        outline.miss(key);
        if (!has(key)) {
            problem(key, key + " is missing");
        } else if (value(key).filter(YamlNodes::isList).isPresent() && size(key) == 0) {
            problem(key, key + " is empty; at least one is needed");
        }
    }

    private void eachElement(String key, BiConsumer<Integer, Node> action) {
        value(key)
                .filter(list -> !YamlNodes.isList(list))
                .ifPresent(other -> problem(key, key + " " + YamlNodes.mismatch(other, "a list")));
        int position = 0;
        for (Node element : elements(key)) {
            action.accept(++position, element);
        }
    }

    /** Reports the keys that nobody asked for. */
    void end() {
        keys.forEach((word, key) -> {
            if (!restIgnored && !outline.names().contains(word)) {
                String hint = NearestWord.hint(word, outline.names());
                String help = hint.isEmpty() ? "; the keys here are: " + String.join(", ", outline.names()) : hint;
                problems.add(key, prefix() + "unknown key \"" + word + "\"" + help);
            }
        });
    }

    private Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    private List<Node> elements(String key) {
        return value(key).map(YamlNodes::elements).orElse(List.of());
    }

    private String prefix() {
        return where.isEmpty() ? "" : where + ": ";
    }
}
