package dev.baton.lb.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what a request carries. Whatever is not meant exactly as it is written changes nothing. */
final class RequestBody {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private RequestBody() {}

    /** @throws IllegalArgumentException if the body is none of that type, with words for who wrote it */
    static <T> T read(String body, Class<T> type) {
        ObjectNode object = object(body);
        try {
            return JSON.treeToValue(object, type);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "there is no field \"" + e.getPropertyName() + "\", but " + fields(e.getKnownPropertyIds()), e);
        } catch (MismatchedInputException e) {
            throw new IllegalArgumentException(mismatch(object, e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its values do not fit", e);
        }
    }

    private static ObjectNode object(String body) {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new IllegalArgumentException(
                    "it is no JSON"
                            + (place == null
                                    ? ""
                                    : ", from line " + place.getLineNr() + ", column " + place.getColumnNr() + " on"),
                    e);
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new IllegalArgumentException("it is no JSON object, {...}");
        }
        leaveOutNulls(object);
        return object;
    }

    /** A null says as little as nothing at all, and must not become a 0 or a false. */
    private static void leaveOutNulls(ObjectNode object) {
        object.removeIf(JsonNode::isNull);
        object.forEach(each -> {
            if (each instanceof ObjectNode inner) {
                leaveOutNulls(inner);
            }
        });
    }

    private static String mismatch(JsonNode object, MismatchedInputException e) {
        List<String> path = e.getPath().stream()
                .map(each -> String.valueOf(each.getFieldName()))
                .toList();
        JsonNode found = object;
        for (String name : path) {
            found = found.path(name);
        }
        String field = "\"" + String.join(".", path) + "\"";
        return found.isMissingNode()
                ? field + " is missing"
                : field + " is " + word(e.getTargetType()) + ", not " + found;
    }

    private static String word(Class<?> type) {
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        return type == String.class ? "text in quotes" : "an object";
    }

    private static String fields(Collection<Object> names) {
        return names.stream().map(each -> "\"" + each + "\"").sorted().collect(Collectors.joining(", "));
    }
}
