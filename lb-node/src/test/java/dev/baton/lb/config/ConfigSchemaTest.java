package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** {@code docs/baton.schema.json} is what the readers ask for. {@code -Dschema.write=true} writes it anew. */
class ConfigSchemaTest {

    private static final Path FILE = Path.of("../docs/baton.schema.json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Their keys are checked by what they mean, which no shape says. */
    private static final Set<String> INVENTED_KEYS =
            Set.of("error_files", "set", "add", "header", "headers", "cookie", "query");

    static List<String> yamlBlocks() {
        return DocumentationTest.yamlBlocks();
    }

    @BeforeAll
    static void write() throws IOException, ConfigException {
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(
                    FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ConfigSchema.generate()) + "\n");
        }
    }

    @Test
    void theFileIsWhatTheReadersAsk() throws IOException, ConfigException {
        assertThat(JSON.readTree(FILE.toFile())).isEqualTo(ConfigSchema.generate());
    }

    @ParameterizedTest
    @MethodSource("yamlBlocks")
    void theExamplesOfTheDocumentationAreAccepted(String yaml) throws Exception {
        assertThat(schema().validate(tree(yaml))).isEmpty();
    }

    /** Every mutation of one place in an example: what the readers refuse for its shape, the schema refuses. */
    @ParameterizedTest
    @MethodSource("yamlBlocks")
    void whatHasAnotherShapeIsRefusedByBoth(String yaml) throws Exception {
        JsonSchema schema = schema();
        ObjectNode good = (ObjectNode) tree(yaml);
        List<String> refused = new ArrayList<>();
        for (Mutation mutation : Mutation.of(good, INVENTED_KEYS)) {
            String text = mutation.mutated().toString();
            if (isShape(mutation, problem(text))) {
                refused.add(mutation.what());
                assertThat(schema.validate(mutation.mutated()))
                        .as(mutation.what())
                        .isNotEmpty();
            }
        }
        assertThat(refused).hasSizeGreaterThan(10);
    }

    private static boolean isShape(Mutation mutation, String problem) {
        return switch (mutation.kind()) {
            case STRUCTURE -> !problem.isEmpty();
            // Some words of hash_on take a name, so they are no list.
            case WORD ->
                problem.contains("is not known; it can be") && !mutation.what().contains("/hash_on");
            case NUMBER -> problem.contains("is not in ") || problem.contains("is not a whole number");
        };
    }

    private static String problem(String text) {
        try {
            ConfigReader.parse("f", text);
            return "";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(JSON.readTree(FILE.toFile()));
    }

    private static JsonNode tree(String yaml) throws ConfigException {
        return tree(YamlDocument.compose("f", yaml));
    }

    /** As editors read it: YAML 1.2, in which {@code off} is a word. */
    private static JsonNode tree(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = JSON.createObjectNode();
                mapping.getValue()
                        .forEach(each ->
                                object.set(((ScalarNode) each.getKeyNode()).getValue(), tree(each.getValueNode())));
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = JSON.createArrayNode();
                sequence.getValue().forEach(each -> array.add(tree(each)));
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalArgumentException(node.toString());
        };
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.INT)) {
            return JSON.getNodeFactory().numberNode(Integer.parseInt(text));
        }
        if (node.getTag().equals(Tag.FLOAT)) {
            return JSON.getNodeFactory().numberNode(Double.parseDouble(text));
        }
        boolean flag = node.getTag().equals(Tag.BOOL) && (text.equals("true") || text.equals("false"));
        return flag
                ? JSON.getNodeFactory().booleanNode(text.equals("true"))
                : JSON.getNodeFactory().textNode(text);
    }
}
