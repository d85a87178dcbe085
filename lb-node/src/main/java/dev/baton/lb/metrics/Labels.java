package dev.baton.lb.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The labels of a sample, written once for all samples that have them. */
final class Labels {

    static final Labels NONE = Labels.of();

    private final byte[] closed;
    private final byte[] open;

    private Labels(String inside) {
        closed = (inside.isEmpty() ? " " : "{" + inside + "} ").getBytes(UTF_8);
        open = ("{" + inside + (inside.isEmpty() ? "" : ",")).getBytes(UTF_8);
    }

    /** @param namesAndValues a name, its value, the next name */
    static Labels of(String... namesAndValues) {
        StringBuilder inside = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            inside.append(i == 0 ? "" : ",").append(namesAndValues[i]).append("=\"");
            escape(namesAndValues[i + 1], inside);
            inside.append('"');
        }
        return new Labels(inside.toString());
    }

    private static void escape(String value, StringBuilder to) {
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0 && value.indexOf('\n') < 0) {
            to.append(value); // Almost all of them, and there are thousands in a scrape.
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n') {
                to.append("\\n");
            } else {
                to.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
    }

    /** With the space before the value. */
    byte[] closed() {
        return closed;
    }

    /** For one more label. */
    byte[] open() {
        return open;
    }
}
