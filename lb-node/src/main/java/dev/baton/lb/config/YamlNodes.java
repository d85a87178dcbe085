package dev.baton.lb.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
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

    /** What is wrong with a node that should be something else, in words that continue the name of the key. */
    static String mismatch(Node node, String expected) {
        if (!USUAL.contains(node.getTag())) {
            return "has the tag " + node.getTag() + "; tags are not used here, write the plain value";
        }
        return switch (node) {
            case MappingNode _ -> "is a mapping, not " + expected;
            case SequenceNode _ -> "is a list, not " + expected;
            default ->
                node.getTag().equals(Tag.NULL)
                        ? "has no value; give it one or leave the key out"
                        : "is a single value, not " + expected;
        };
    }

    /** A mapping; otherwise tells what is wrong. */
    static Optional<MappingNode> mapping(Node node, Consumer<String> otherwise) {
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return Optional.of(mapping);
        }
        otherwise.accept(mismatch(node, "a mapping of keys"));
        return Optional.empty();
    }

    static boolean isList(Node node) {
        return node instanceof SequenceNode && node.getTag().equals(Tag.SEQ);
    }

    /** The elements of a list; none if the node is no list. */
    static List<Node> elements(Node node) {
        return isList(node) ? ((SequenceNode) node).getValue() : List.of();
    }

    /** A single value; otherwise tells what is wrong. */
    static Optional<ScalarNode> scalar(Node node, Consumer<String> otherwise) {
        boolean usual = USUAL.contains(node.getTag()) && !node.getTag().equals(Tag.NULL);
        if (usual && node instanceof ScalarNode scalar) {
            return Optional.of(scalar);
        }
        otherwise.accept(mismatch(node, "a single value")
                + (isBraced(node) ? "; braces make a mapping in YAML: put the value in quotes" : ""));
        return Optional.empty();
    }

    /** Whether somebody has written a word in braces, such as {@code {path}}, and meant just that. */
    private static boolean isBraced(Node node) {
        return node instanceof MappingNode mapping
                && mapping.getFlowStyle() == FlowStyle.FLOW
                && mapping.getValue().stream()
                        .allMatch(each -> each.getValueNode().getTag().equals(Tag.NULL));
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

    /** Where something is that is here again, to be put behind a message. */
    static String firstOn(Node first) {
        return "; first on line " + (first.getStartMark().getLine() + 1);
    }
}
