package dev.baton.lb.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the OpenAPI description of the admin API from the records that it speaks with. */
final class OpenApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Class<?>> INTEGERS = Set.of(int.class, long.class, Integer.class, Long.class);

    private final ObjectNode root = JSON.createObjectNode();
    private final ObjectNode paths;
    private final ObjectNode schemas;

    OpenApi() {
        root.put("openapi", "3.1.0");
        ObjectNode info = root.putObject("info");
        info.put("title", "Baton's admin API");
        info.put("version", "1");
        info.put(
                "description",
                "On the unix socket of a node for those whom its users and groups allow, on the address of admin.https for"
                        + " those who show a certificate or a token, and what takes GET on the address of admin.http"
                        + " (docs/api.md). Fields may be added, never renamed.");
        paths = root.putObject("paths");
        schemas = root.putObject("components").putObject("schemas");
        ObjectNode error = schemas.putObject("Error");
        error.put("type", "object");
        error.putObject("properties").putObject("error").put("type", "string");
        error.putArray("required").add("error");
    }

    OpenApi get(String path, String summary, Class<?> answer) {
        ObjectNode operation = operation(path, "get", summary);
        body(answers(operation), answer);
        return this;
    }

    OpenApi text(String path, String summary, String mediaType) {
        ObjectNode operation = operation(path, "get", summary);
        answers(operation)
                .putObject("content")
                .putObject(mediaType)
                .putObject("schema")
                .put("type", "string");
        return this;
    }

    OpenApi post(String path, String summary, Class<?> question, Class<?> answer) {
        ObjectNode operation = operation(path, "post", summary);
        ObjectNode asked = operation.putObject("requestBody");
        asked.put("required", true);
        body(asked, question);
        body(answers(operation), answer);
        return this;
    }

    JsonNode document() {
        return root;
    }

    private ObjectNode operation(String path, String method, String summary) {
        ObjectNode operation = paths.withObjectProperty(path).putObject(method);
        operation.put("summary", summary);
        ObjectNode node = operation.putArray("parameters").addObject();
        node.put("name", "Baton-Node");
        node.put("in", "header");
        node.put("description", "the node of the cluster that shall answer; not on admin.http");
        node.putObject("schema").put("type", "string");
        return operation;
    }

    private ObjectNode answers(ObjectNode operation) {
        ObjectNode responses = operation.putObject("responses");
        ObjectNode good = responses.putObject("200");
        good.put("description", "the answer");
        ObjectNode bad = responses.putObject("default");
        bad.put("description", "why not, and what to do");
        reference(bad, "Error");
        return good;
    }

    private void body(ObjectNode of, Class<?> type) {
        reference(of, schema(type));
    }

    private static void reference(ObjectNode of, String schema) {
        of.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
    }

    /** @return its name */
    private String schema(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        String name = (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
        if (schemas.has(name)) {
            return name;
        }
        ObjectNode schema = schemas.putObject(name);
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            String property = named == null || named.value().isEmpty() ? component.getName() : named.value();
            describe(properties.putObject(property), component.getAnnotatedType());
            if (named != null && named.required()) {
                required.add(property);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return name;
    }

    private void describe(ObjectNode property, AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType && annotated instanceof AnnotatedParameterizedType list) {
            property.put("type", "array");
            describe(property.putObject("items"), list.getAnnotatedActualTypeArguments()[0]);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            property.put("$ref", "#/components/schemas/" + schema(plain));
        } else if (annotated.isAnnotationPresent(Nullable.class)) {
            property.putArray("type").add(word(type)).add("null");
        } else {
            property.put("type", word(type));
        }
    }

    private static String word(Type type) {
        if (INTEGERS.contains(type)) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == String.class) {
            return "string";
        }
        throw new IllegalArgumentException("the admin API has no word for " + type);
    }
}
