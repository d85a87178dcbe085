package dev.baton.lb.proxy;

import java.util.regex.Pattern;

/** Bytes written as text, one character a byte: {@code \r \n \t \0 \xff \\}, and {@code (100xA)} for repetitions. */
final class Escapes {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([rnt0\\\\]))");
    private static final Pattern REPETITION = Pattern.compile("\\((\\d+)x([^)]*)\\)");

    private Escapes() {}

    static String read(String text) {
        String whole = REPETITION
                .matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        match.group(2).repeat(Integer.parseInt(match.group(1)))));
        return ESCAPE.matcher(whole)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        match.group(1) != null
                                ? "" + (char) Integer.parseInt(match.group(1), 16)
                                : simple(match.group(2))));
    }

    private static String simple(String letter) {
        return switch (letter) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "t" -> "\t";
            case "0" -> "\0";
            default -> "\\";
        };
    }

    /** The inverse, for messages. */
    static String write(String bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> text.append(c >= ' ' && c < 0x7f ? "" + c : String.format("\\x%02x", (int) c));
            }
        }
        return text.toString();
    }
}
