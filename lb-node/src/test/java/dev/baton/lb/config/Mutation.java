package dev.baton.lb.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A configuration that is wrong at one place.
 *
 * @param what where and how, for messages
 */
record Mutation(Kind kind, String what, JsonNode mutated) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> STRUCTURES = List.of("{\"zzzzzz\": 1}", "[[\"zzzzzz\"]]");
    private static final List<String> NUMBERS = List.of("-1", "-999", "99999999", "1.5");

    /** What makes it wrong. */
    enum Kind {
        /** Another sort of thing, or a key that nobody knows. */
        STRUCTURE,
        /** A word that is none of those that there are. */
        WORD,
        /** A number out of its bounds. */
        NUMBER
    }

    /** @param inventedKeys mappings that may have any keys */
    static List<Mutation> of(ObjectNode good, Set<String> inventedKeys)
            throws com.fasterxml.jackson.core.JsonProcessingException {
        List<Mutation> all = new ArrayList<>();
        for (String place : places(good, "")) {
            JsonNode node = good.at(place);
            String name = place.substring(place.lastIndexOf('/') + 1);
            for (String other : STRUCTURES) {
                add(all, Kind.STRUCTURE, good, place, JSON.readTree(other));
            }
            if (node instanceof ObjectNode object) {
                add(all, Kind.STRUCTURE, good, place, JSON.getNodeFactory().textNode("zzzzzz"));
                if (!inventedKeys.contains(name)) {
                    add(all, Kind.STRUCTURE, good, place, object.deepCopy().put("zzzzzz", 1));
                }
            } else if (node.isTextual()) {
                add(all, Kind.WORD, good, place, JSON.getNodeFactory().textNode("zzzzzz"));
            } else if (node.isNumber()) {
                for (String number : NUMBERS) {
                    add(all, Kind.NUMBER, good, place, JSON.readTree(number));
                }
            }
        }
        return all;
    }

    private static void add(List<Mutation> all, Kind kind, ObjectNode good, String place, JsonNode value) {
        ObjectNode mutated = good.deepCopy();
        int slash = place.lastIndexOf('/');
        JsonNode parent = mutated.at(place.substring(0, slash));
        String last = place.substring(slash + 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).set(last.replace("~1", "/").replace("~0", "~"), value);
        }
        all.add(new Mutation(kind, place + " = " + value, mutated));
    }

    /** All but the root, as JSON pointers. */
    private static List<String> places(JsonNode node, String at) {
        List<String> places = new ArrayList<>();
        if (!at.isEmpty()) {
            places.add(at);
        }
        for (var each : node.properties()) {
            places.addAll(places(
                    each.getValue(), at + "/" + each.getKey().replace("~", "~0").replace("/", "~1")));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.addAll(places(node.get(i), at + "/" + i));
        }
        return places;
    }
}
