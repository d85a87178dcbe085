package dev.baton.lb.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The part of a request that is hashed.
 *
 * @param part which part
 * @param name of the parameter, header (in lower case) or cookie; empty for the other parts
 */
public record HashKey(Part part, String name) {

    public static final HashKey SOURCE = new HashKey(Part.SOURCE, "");

    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    /** The parts that can be hashed. */
    public enum Part {
        /** The client's address. */
        SOURCE(false),
        /** Path and query. */
        URI(false),
        PATH(false),
        /** A parameter of the query. */
        QUERY(true),
        HEADER(true),
        COOKIE(true);

        private final boolean named;

        Part(boolean named) {
            this.named = named;
        }

        private String example() {
            String word = name().toLowerCase(Locale.ROOT);
            return named ? word + ":NAME" : word;
        }
    }

    /** Whether it is there before a request is: then it serves TCP as well. */
    public boolean isOfConnection() {
        return part == Part.SOURCE;
    }

    /**
     * Reads {@code source}, {@code uri}, {@code path}, {@code query:NAME}, {@code header:NAME} or {@code cookie:NAME}.
     *
     * @throws IllegalArgumentException with a message that continues the name of the key
     */
    static HashKey parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        for (Part part : Part.values()) {
            if (part.name().toLowerCase(Locale.ROOT).equals(word) && part.named == (colon >= 0)) {
                if (part.named && !TOKEN.matcher(name).matches()) {
                    throw new IllegalArgumentException(
                            "\"" + text + "\" names nothing; write it like " + part.example());
                }
                return new HashKey(part, part == Part.HEADER ? name.toLowerCase(Locale.ROOT) : name);
            }
        }
        List<String> examples = Arrays.stream(Part.values()).map(Part::example).toList();
        throw new IllegalArgumentException("\"" + text + "\" is not known; it can be: " + String.join(", ", examples)
                + NearestWord.hint(colon < 0 ? text : word + ":NAME", examples));
    }
}
