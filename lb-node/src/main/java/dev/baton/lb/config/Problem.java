package dev.baton.lb.config;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One thing that is wrong with a configuration.
 *
 * @param file the file as it was named to the reader
 * @param line from 1; 0 when the problem has no place in the file, for example because there is no file
 * @param column from 1, in characters; 0 together with the line
 * @param message what is wrong and the way out
 */
public record Problem(String file, int line, int column, String message) {

    static final Comparator<Problem> BY_POSITION = Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message);

    public Problem {
        requireNonNull(file, "file is null");
        requireNonNull(message, "message is null");
    }

    /** {@code file:line:column: message}, the form that editors can jump to. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
