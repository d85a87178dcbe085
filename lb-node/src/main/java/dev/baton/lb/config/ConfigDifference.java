package dev.baton.lb.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What is different between two texts of a configuration, key by key. Members of a list are matched by their names, so
 * that one which moves is no difference. Works on what is written: a key that is added with its default shows.
 */
public final class ConfigDifference {

    /** What is longer is cut off: the list is for people, who have the file. */
    private static final int LONGEST_VALUE = 160;

    private final List<ConfigChange> changes = new ArrayList<>();

    private ConfigDifference() {}

    /**
     * @return in the order of the files; empty when they say the same
     * @throws ConfigException if one of them is no YAML
     */
    public static List<ConfigChange> between(String before, String after) throws ConfigException {
        ConfigDifference difference = new ConfigDifference();
        difference.compare("", YamlDocument.compose("before", before), YamlDocument.compose("after", after));
        return List.copyOf(difference.changes);
    }

    private void compare(String key, Node before, Node after) {
        Map<String, Node> old = members(before);
        Map<String, Node> now = members(after);
        if (old.isEmpty() || now.isEmpty()) {
            String was = text(before);
            String is = text(after);
            if (!was.equals(is)) {
                changes.add(new ConfigChange.Changed(key, cut(was), cut(is)));
            }
            return;
        }
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String inner = key.isEmpty() ? name : key + "." + name;
            Node was = old.get(name);
            Node is = now.get(name);
            if (was == null && is != null) {
                changes.add(new ConfigChange.Added(inner, cut(text(is))));
            } else if (is == null && was != null) {
                changes.add(new ConfigChange.Removed(inner, cut(text(was))));
            } else if (was != null && is != null) {
                compare(inner, was, is);
            }
        }
    }

    /** What can be compared one by one: the keys of a mapping, the members of a list in which each has a name. */
    private static Map<String, Node> members(Node node) {
        Map<String, Node> members = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> members.put(text(entry.getKeyNode()), entry.getValueNode()));
            return members;
        }
        List<Node> elements = YamlNodes.elements(node);
        for (Node element : elements) {
            YamlNodes.nameOf(element).ifPresent(name -> members.put(name, element));
        }
        return members.size() == elements.size() ? members : Map.of();
    }

    private static String text(Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .map(entry -> text(entry.getKeyNode()) + ": " + text(entry.getValueNode()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        return YamlNodes.elements(node).stream()
                .map(ConfigDifference::text)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
    }
}
