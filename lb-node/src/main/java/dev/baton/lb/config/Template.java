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

    /** A variable, or a brace that stands for itself because there are two of it. */
    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}");

    private static final List<String> WORDS = Arrays.stream(Variable.values())
            .map(variable -> variable.name().toLowerCase(Locale.ROOT))
            .toList();

    private static final Pattern VARIABLE = Pattern.compile("\\{(" + String.join("|", WORDS) + ")}");

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
     * Takes every brace for that of a variable, but for two in a row, which are one of the text.
     *
     * @throws IllegalArgumentException with a message that continues the name of the key
     */
    static Template parse(String text) {
        requireValue(text);
        List<Part> parts = new ArrayList<>();
        Matcher matcher = BRACES.matcher(text);
        int at = 0;
        while (matcher.find()) {
            addText(parts, text.substring(at, matcher.start()));
            String word = matcher.group(1);
            parts.add(word == null ? new Text(matcher.group().substring(1)) : variable(word));
            at = matcher.end();
        }
        addText(parts, text.substring(at));
        return new Template(parts);
    }

    private static Variable variable(String word) {
        int index = WORDS.indexOf(word);
        if (index < 0) {
            throw new IllegalArgumentException("\"{" + word + "}\" is not known; it can be: {"
                    + String.join("}, {", WORDS) + "}" + NearestWord.hint(word, WORDS)
                    + "; a brace of the text itself is written twice: {{ or }}");
        }
        return Variable.values()[index];
    }

    /**
     * Takes braces for what they are: JSON in a response has them. Only a variable is most likely a mistake.
     *
     * @throws IllegalArgumentException with a message that continues the name of the key
     */
    static Template literal(String text) {
        requireValue(text);
        Matcher matcher = VARIABLE.matcher(text);
        if (matcher.find()) {
            throw new IllegalArgumentException("\"" + matcher.group() + "\" stands for a part of the request in"
                    + " headers.request and in to of a redirect only; a response would have it as it is written");
        }
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
