package dev.baton.lb.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The kinds of values that a configuration is made of. */
final class Scalars {

    /** Names turn up in file names (the admin socket), URLs and metric labels; this needs quoting in none of them. */
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** What the kernel takes: at most 15 bytes, no slash, colon or blank (dev_valid_name in net/core/dev.c). */
    private static final Pattern INTERFACES = Pattern.compile("(?!\\.{1,2}$)[\\x21-\\x7e&&[^/:]]{1,15}");

    /** Text that YAML takes for text: {@code name: 5} is a number, {@code name: "5"} is not. */
    static final Scalar<String> TEXT = reading(Scalars::text).like(new Form.Text());

    static final Scalar<String> NAME = reading(Scalars::name).like(new Form.Matching(NAMES.pattern()));

    static final Scalar<String> INTERFACE = reading(Scalars::interfaceName).like(new Form.Text());

    static final Scalar<Path> PATH = reading(Scalars::path).like(new Form.Text());

    static final Scalar<Boolean> FLAG = reading(Scalars::flag).like(new Form.Flag());

    /** A TCP port to connect to. */
    static final Scalar<Integer> PORT = integer(1, 65535);

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,8}");

    private Scalars() {}

    private static <T> Scalar<T> reading(Scalar<T> reader) {
        return reader;
    }

    static String text(ScalarNode node) {
        if (!node.getTag().equals(Tag.STR)) {
            throw new IllegalArgumentException(
                    node.getValue() + " is not text for YAML; put it in quotes: \"" + node.getValue() + "\"");
        }
        return node.getValue();
    }

    private static String name(ScalarNode node) {
        return matching(
                node, NAMES, "is not a name; use 1 to 63 letters, digits, '.', '_', '-', a letter or digit first");
    }

    private static String interfaceName(ScalarNode node) {
        return matching(node, INTERFACES, "is not an interface name; ip -br link shows this machine's");
    }

    /**
     * Text of a form of its own.
     *
     * @param otherwise what a message says behind a text that has not this form
     */
    static Scalar<String> matching(String regex, String otherwise) {
        Pattern pattern = Pattern.compile(regex);
        return reading(node -> matching(node, pattern, otherwise)).like(new Form.Matching(regex));
    }

    private static String matching(ScalarNode node, Pattern pattern, String otherwise) {
        String text = text(node);
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" " + otherwise);
        }
        return text;
    }

    static boolean flag(ScalarNode node) {
        if (!node.isPlain() || !List.of("true", "false").contains(node.getValue())) {
            throw new IllegalArgumentException(shown(node) + " is not true or false");
        }
        return node.getValue().equals("true");
    }

    static Path path(ScalarNode node) {
        String text = text(node);
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not the path of a file");
        }
        return Path.of(text);
    }

    static Scalar<Integer> integer(int min, int max) {
        Scalar<Integer> reader = node -> {
            if (!node.isPlain() || !INTEGER.matcher(node.getValue()).matches()) {
                throw new IllegalArgumentException(
                        shown(node) + " is not a whole number; write " + min + " to " + max + ", without quotes");
            }
            return within(Integer.valueOf(node.getValue()), min, max, String::valueOf);
        };
        return reader.like(new Form.Whole(min, max));
    }

    static Scalar<Duration> duration(Duration min, Duration max) {
        Scalar<Duration> reader = node -> within(Durations.parse(node.getValue()), min, max, Durations::format);
        return reader.like(new Form.Matching(Durations.TEXT.pattern()));
    }

    /** Bytes. */
    static Scalar<Long> size(long min, long max) {
        Scalar<Long> reader = node -> within(Sizes.parse(node.getValue()), min, max, Sizes::format);
        return reader.like(new Form.Matching(Sizes.TEXT.pattern()));
    }

    private static <T extends Comparable<T>> T within(T value, T min, T max, Function<T, String> format) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    format.apply(value) + " is not in " + format.apply(min) + " to " + format.apply(max));
        }
        return value;
    }

    /** One of an enum's constants, in lower case. */
    static <E extends Enum<E>> Scalar<E> word(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> words = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        Scalar<E> reader = node -> {
            int index = words.indexOf(node.getValue());
            if (index < 0) {
                throw new IllegalArgumentException("\"" + node.getValue() + "\" is not known; it can be: "
                        + String.join(", ", words) + NearestWord.hint(node.getValue(), words));
            }
            return constants[index];
        };
        return reader.like(new Form.Words(words));
    }

    /** A kind of value that needs nothing but its text. */
    static <T> Scalar<T> of(Function<String, T> parser) {
        return node -> parser.apply(node.getValue());
    }

    private static String shown(ScalarNode node) {
        return node.isPlain() ? node.getValue() : "\"" + node.getValue() + "\"";
    }
}
