package dev.baton.lb.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: a whole number and a binary unit, {@code 512B 16KiB 1MiB 2GiB}. */
final class Sizes {

    static final Pattern TEXT = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

    private Sizes() {}

    /**
     * Bytes.
     *
     * @throws IllegalArgumentException with a message that continues the name of the key
     */
    static long parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a size; write a whole number and its unit: 512B, 16KiB, 1MiB, 2GiB");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "B" -> number;
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            default -> number << 30;
        };
    }

    /** The shortest text that {@link #parse} reads back as the same size. */
    static String format(long bytes) {
        int unit = bytes == 0 ? 0 : Math.min(3, Long.numberOfTrailingZeros(bytes) / 10);
        return (bytes >> (10 * unit)) + UNITS[unit];
    }
}
