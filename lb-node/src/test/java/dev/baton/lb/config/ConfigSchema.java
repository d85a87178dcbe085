package dev.baton.lb.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.lb.config.Outline.Holds;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JSON Schema of the configuration, found by giving the readers files and noting what they ask. A file begins empty
 * and grows by the sections and elements that were asked for; where a value decides which other keys there are, each of
 * its words gets a file of its own.
 */
final class ConfigSchema {

    /** Keys whose word decides which other keys their mapping has. */
    private static final Set<String> DECIDERS = Set.of("type", "mode", "driver");

    private final JsonMapper json = JsonMapper.builder().build();
    private final Deque<Map<String, String>> todo = new ArrayDeque<>(List.of(Map.of()));
    private final Set<Map<String, String>> seen = new HashSet<>();
    private final Shape root = new Shape();

    private ConfigSchema() {}

    static ObjectNode generate() throws ConfigException {
        ConfigSchema schema = new ConfigSchema();
        while (!schema.todo.isEmpty()) {
            schema.explore(schema.todo.remove());
        }
        ObjectNode document = schema.json.createObjectNode();
        document.put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "The configuration of Baton")
                .put("description", "docs/configuration.md says what each key means.");
        return document.setAll(schema.describe(schema.root));
    }

    /** @param decided the words of deciding keys, by their paths */
    private void explore(Map<String, String> decided) throws ConfigException {
        ObjectNode file = json.createObjectNode();
        Outline outline = outline(file);
        while (grow(file, outline, "", decided)) {
            outline = outline(file);
        }
        root.merge(outline, "", decided);
        fill(file, outline);
        root.merge(outline(file), "", decided);
    }

    private static Outline outline(ObjectNode file) throws ConfigException {
        return ConfigReader.outline(Path.of("schema.yaml"), file.toString());
    }

    /** @return whether there is more to ask now */
    private boolean grow(ObjectNode at, Outline outline, String path, Map<String, String> decided) {
        boolean grown = false;
        for (Map.Entry<String, Outline.Key> each : outline.keys().entrySet()) {
            String key = each.getKey();
            String inner = path + "/" + key;
            switch (each.getValue().holds()) {
                case Holds.Value(Form.Words(List<String> words))
                when DECIDERS.contains(key) -> {
                    grown |= decided.containsKey(inner) && !at.has(key);
                    decide(at, key, inner, words, decided);
                }
                case Holds.Section(Outline inside) -> {
                    grown |= !at.has(key);
                    ObjectNode section = at.has(key) ? (ObjectNode) at.get(key) : at.putObject(key);
                    grown |= inside != null && grow(section, inside, inner, decided);
                }
                case Holds.Elements(List<Outline> elements, int _) -> {
                    if (!at.has(key)) {
                        at.putArray(key).addObject();
                        grown = true;
                    }
                    for (int i = 0; i < elements.size(); i++) {
                        grown |= grow((ObjectNode) at.get(key).get(i), elements.get(i), inner, decided);
                    }
                }
                case Holds.Value _, Holds.Values _, Holds.ValueOrValues _, Holds.Entries _ -> {}
            }
        }
        return grown;
    }

    private void decide(ObjectNode at, String key, String path, List<String> words, Map<String, String> decided) {
        if (decided.containsKey(path)) {
            at.put(key, decided.get(path));
            return;
        }
        for (String word : words) {
            Map<String, String> next = new HashMap<>();
            decided.forEach((known, value) -> {
                if (path.startsWith(known.substring(0, known.lastIndexOf('/') + 1))) {
                    next.put(known, value);
                }
            });
            next.put(path, word);
            if (seen.add(next)) {
                todo.add(next);
            }
        }
    }

    /** Gives every key a value, since some are missed only while others are not there. */
    private void fill(ObjectNode at, Outline outline) {
        outline.keys().forEach((key, asked) -> {
            switch (asked.holds()) {
                case Holds.Value(Form form) -> {
                    if (!DECIDERS.contains(key)) {
                        at.set(key, example(form));
                    }
                }
                case Holds.ValueOrValues(Form form) -> at.set(key, example(form));
                case Holds.Values(Form form, int _) -> at.putArray(key).add(example(form));
                case Holds.Entries(Form form) -> at.putObject(key).set("x", example(form));
                case Holds.Section(Outline inside) -> {
                    if (inside != null) {
                        fill((ObjectNode) at.get(key), inside);
                    }
                }
                case Holds.Elements(List<Outline> elements, int _) -> {
                    for (int i = 0; i < elements.size(); i++) {
                        fill((ObjectNode) at.get(key).get(i), elements.get(i));
                    }
                }
            }
        });
    }

    private JsonNode example(Form form) {
        return switch (form) {
            case Form.Flag() -> json.getNodeFactory().booleanNode(true);
            case Form.Whole(int min, int _) -> json.getNodeFactory().numberNode(min);
            case Form.Words(List<String> words) -> json.getNodeFactory().textNode(words.getFirst());
            case Form.Any _, Form.Text _, Form.Matching _ ->
                json.getNodeFactory().textNode("x");
        };
    }

    /** What mappings at one place can be: by the word that decides, or by nothing. */
    private static final class Shape {

        private final Map<Decision, Map<String, Property>> variants = new TreeMap<>();

        void merge(Outline outline, String path, Map<String, String> decided) {
            Decision decision = Decision.at(path, decided);
            boolean first = !variants.containsKey(decision);
            Map<String, Property> properties = variants.computeIfAbsent(decision, _ -> new LinkedHashMap<>());
            outline.keys()
                    .forEach((key, asked) -> properties
                            .computeIfAbsent(key, _ -> new Property(first && asked.required()))
                            .merge(asked, path + "/" + key, decided));
            properties.forEach(
                    (key, property) -> property.required &= outline.keys().containsKey(key));
        }
    }

    /** @param key empty for none */
    private record Decision(String key, String word) implements Comparable<Decision> {

        static Decision at(String path, Map<String, String> decided) {
            return DECIDERS.stream()
                    .filter(key -> decided.containsKey(path + "/" + key))
                    .map(key -> new Decision(key, decided.getOrDefault(path + "/" + key, "")))
                    .findFirst()
                    .orElse(new Decision("", ""));
        }

        @Override
        public int compareTo(Decision other) {
            return (key + " " + word).compareTo(other.key + " " + other.word);
        }
    }

    private static final class Property {

        private boolean required;
        private int least;
        private Holds holds = new Holds.Value(new Form.Any());
        private final Shape inside = new Shape();

        Property(boolean required) {
            this.required = required;
        }

        void merge(Outline.Key asked, String path, Map<String, String> decided) {
            required &= asked.required();
            holds = asked.holds();
            switch (asked.holds()) {
                case Holds.Section(Outline section) -> {
                    if (section != null) {
                        inside.merge(section, path, decided);
                    }
                }
                case Holds.Elements(List<Outline> elements, int atLeast) -> {
                    least = Math.max(least, atLeast);
                    elements.forEach(each -> inside.merge(each, path, decided));
                }
                case Holds.Values(Form _, int atLeast) -> least = Math.max(least, atLeast);
                case Holds.Value _, Holds.ValueOrValues _, Holds.Entries _ -> {}
            }
        }
    }

    private ObjectNode describe(Shape shape) {
        Map<String, JsonNode> common = new LinkedHashMap<>();
        Set<String> differing = new HashSet<>();
        Set<String> required =
                new HashSet<>(required(shape.variants.values().iterator().next()));
        for (Map<String, Property> variant : shape.variants.values()) {
            required.retainAll(required(variant));
            variant.forEach((key, property) -> {
                JsonNode described = describe(property);
                JsonNode before = common.putIfAbsent(key, described);
                if (before != null && !before.equals(described)) {
                    differing.add(key);
                }
            });
        }
        differing.forEach(key -> common.put(key, json.createObjectNode()));
        ObjectNode object = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        object.putObject("properties").setAll(common);
        putRequired(object, required);
        boolean alike = differing.isEmpty()
                && shape.variants.values().stream()
                        .allMatch(each -> each.keySet().equals(common.keySet())
                                && required(each).equals(required));
        if (!alike) {
            ArrayNode all = object.putArray("allOf");
            shape.variants.forEach((decision, variant) -> all.add(describe(shape, decision, variant, differing)));
        }
        return object;
    }

    private ObjectNode describe(Shape shape, Decision decision, Map<String, Property> variant, Set<String> differing) {
        ObjectNode rule = json.createObjectNode();
        ObjectNode when = rule.putObject("if");
        if (decision.key().isEmpty()) {
            ArrayNode none = when.putObject("not").putArray("required");
            shape.variants.keySet().stream()
                    .map(Decision::key)
                    .filter(key -> !key.isEmpty())
                    .distinct()
                    .forEach(none::add);
        } else {
            when.putObject("properties").putObject(decision.key()).put("const", decision.word());
            when.putArray("required").add(decision.key());
        }
        ObjectNode then = rule.putObject("then");
        ArrayNode names = then.putObject("propertyNames").putArray("enum");
        variant.keySet().stream().sorted().forEach(names::add);
        putRequired(then, required(variant));
        Map<String, JsonNode> own = new TreeMap<>();
        variant.forEach((key, property) -> {
            if (differing.contains(key)) {
                own.put(key, describe(property));
            }
        });
        if (!own.isEmpty()) {
            then.putObject("properties").setAll(own);
        }
        return rule;
    }

    private static Set<String> required(Map<String, Property> variant) {
        Set<String> required = new HashSet<>();
        variant.forEach((key, property) -> {
            if (property.required) {
                required.add(key);
            }
        });
        return required;
    }

    private static void putRequired(ObjectNode object, Set<String> required) {
        if (!required.isEmpty()) {
            ArrayNode names = object.putArray("required");
            required.stream().sorted().forEach(names::add);
        }
    }

    private ObjectNode describe(Property property) {
        return switch (property.holds) {
            case Holds.Value(Form form) -> describe(form);
            case Holds.Values(Form form, int _) -> list(describe(form), property.least);
            case Holds.ValueOrValues(Form form) -> {
                ObjectNode either = json.createObjectNode();
                either.putArray("anyOf").add(describe(form)).add(list(describe(form), 1));
                yield either;
            }
            case Holds.Section _ -> describe(property.inside);
            case Holds.Elements _ -> list(describe(property.inside), property.least);
            case Holds.Entries(Form form) -> {
                ObjectNode entries = json.createObjectNode().put("type", "object");
                entries.set("additionalProperties", describe(form));
                yield entries;
            }
        };
    }

    private ObjectNode list(ObjectNode element, int least) {
        ObjectNode list = json.createObjectNode().put("type", "array");
        list.set("items", element);
        return least > 0 ? list.put("minItems", least) : list;
    }

    private ObjectNode describe(Form form) {
        ObjectNode described = json.createObjectNode();
        switch (form) {
            case Form.Any() ->
                described.putArray("type").add("string").add("number").add("boolean");
            case Form.Text() -> described.put("type", "string").put("minLength", 1);
            case Form.Matching(String regex) -> {
                described.put("type", "string");
                // What only Java's expressions can say is left to the reader.
                if (!regex.contains("&&") && !regex.contains("(?")) {
                    described.put("pattern", "^(" + regex + ")$");
                }
            }
            case Form.Flag() -> described.put("type", "boolean");
            case Form.Whole(int min, int max) ->
                described.put("type", "integer").put("minimum", min).put("maximum", max);
            case Form.Words(List<String> words) -> {
                ArrayNode any = described.putArray("enum");
                words.forEach(any::add);
                // Without quotes these are numbers for YAML, which is as good.
                words.stream().filter(word -> word.matches("[0-9]+")).forEach(word -> any.add(Integer.parseInt(word)));
            }
        }
        return described;
    }
}
