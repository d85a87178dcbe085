package dev.baton.lb.config;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * One thing that is wrong with a configuration.
 *
 * @param file the file as it was named to the reader
 * @param line from 1; 0 when the problem has no place in the file, for example because there is no file
 * @param column from 1, in characters; 0 together with the line
 * @param message what is wrong and the way out, on one line whatever the file holds
 */
public record Problem(String file, int line, int column, String message) {

    /** A message quotes the file; what it quotes must not move a terminal's cursor or fake a line of a log. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    static final Comparator<Problem> BY_POSITION = Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message);

    public Problem {
        requireNonNull(file, "file is null");
        message = UNPRINTABLE
                .matcher(requireNonNull(message, "message is null"))
                .replaceAll(match -> "<U+%04X>".formatted(match.group().codePointAt(0)));
    }

    /** {@code file:line:column: message}, the form that editors can jump to. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
