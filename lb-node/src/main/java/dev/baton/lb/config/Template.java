package dev.baton.lb.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with parts of the request in it: {@code https://{host}{uri}}.
 *
 * @param parts in their order
 */
public record Template(List<Part> parts) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");

    /** What may stand in a field's value (RFC 9110, section 5.5), without what is beyond ASCII. */
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?|");

    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of a template. */
    public sealed interface Part {}

    /** Stands for itself. */
    public record Text(String text) implements Part {}

    /** Stands for a part of the request. */
    public enum Variable implements Part {
        /** The client's address. */
        CLIENT,
        /** The host and port that the client asked for. */
        HOST,
        /** The host that the client asked for, without a port. */
        HOSTNAME,
        PATH,
        /** Without the question mark. */
        QUERY,
        /** Path and query. */
        URI
    }

    /**
     * Takes every brace for that of a variable.
     *
     * @throws IllegalArgumentException with a message that continues the name of the key
     */
    static Template parse(String text) {
        requireValue(text);
        List<String> words = Arrays.stream(Variable.values())
                .map(variable -> variable.name().toLowerCase(Locale.ROOT))
                .toList();
        List<Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        int at = 0;
        while (matcher.find()) {
            addText(parts, text.substring(at, matcher.start()));
            int index = words.indexOf(matcher.group(1));
            if (index < 0) {
                throw new IllegalArgumentException("\"" + matcher.group() + "\" is not known; it can be: {"
                        + String.join("}, {", words) + "}" + NearestWord.hint(matcher.group(1), words));
            }
            parts.add(Variable.values()[index]);
            at = matcher.end();
        }
        addText(parts, text.substring(at));
        return new Template(parts);
    }

    /** Takes braces for what they are. */
    static Template literal(String text) {
        requireValue(text);
        return new Template(List.of(new Text(text)));
    }

    /** Whether it says which host was asked for. */
    public boolean namesHost() {
        return parts.contains(Variable.HOST) || parts.contains(Variable.HOSTNAME);
    }

    private static void addText(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Text(text));
        }
    }

    private static void requireValue(String text) {
        if (!VALUE.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" cannot stand in a header; use visible ASCII characters, with blanks between them only");
        }
    }
}
