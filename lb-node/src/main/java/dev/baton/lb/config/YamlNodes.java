package dev.baton.lb.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Questions about a YAML node. */
final class YamlNodes {

    /** What YAML gives to nodes by itself; another tag was written by hand, and asks for a type of somebody's own. */
    private static final Set<Tag> USUAL =
            Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

    private YamlNodes() {}

    /** What a node is, to say so in a message: {@code a list}. */
    static String describe(Node node) {
        if (!USUAL.contains(node.getTag())) {
            return "tagged " + node.getTag() + " (tags are not used here)";
        }
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            default -> node.getTag().equals(Tag.NULL) ? "nothing" : "a single value";
        };
    }

    static boolean isMapping(Node node, Consumer<String> otherwise) {
        boolean mapping = node instanceof MappingNode && node.getTag().equals(Tag.MAP);
        if (!mapping) {
            otherwise.accept(describe(node));
        }
        return mapping;
    }

    static boolean isList(Node node) {
        return node instanceof SequenceNode && node.getTag().equals(Tag.SEQ);
    }

    /** The elements of a list; none if the node is no list. */
    static List<Node> elements(Node node) {
        return isList(node) ? ((SequenceNode) node).getValue() : List.of();
    }

    /** A single value; otherwise tells what is wrong, in words that continue the name of the key. */
    static Optional<ScalarNode> scalar(Node node, Consumer<String> otherwise) {
        if (!(node instanceof ScalarNode scalar) || !USUAL.contains(node.getTag())) {
            otherwise.accept("is " + describe(node) + ", not a single value");
            return Optional.empty();
        }
        if (node.getTag().equals(Tag.NULL)) {
            otherwise.accept("has no value; give it one or leave the key out");
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    /** The value of a mapping's key {@code name}, if it can be one. */
    static Optional<String> nameOf(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("name"))
                .flatMap(entry -> entry.getValueNode() instanceof ScalarNode value
                        ? Optional.of(value.getValue()).filter(name -> !name.isBlank()).stream()
                        : Optional.<String>empty().stream())
                .findFirst();
    }
}
