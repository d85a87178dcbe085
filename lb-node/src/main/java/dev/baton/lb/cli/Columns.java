package dev.baton.lb.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lines up rows of text under a heading. */
final class Columns {

    private final List<String[]> rows = new ArrayList<>();

    Columns(String... heading) {
        rows.add(heading);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    /** The table, indented, each line below the heading passed through {@code decorate} once it is laid out. */
    List<String> lines(UnaryOperator<String> decorate) {
        return lines(0, decorate);
    }

    /**
     * As {@link #lines(UnaryOperator)}, but a last cell that is too long goes on below itself.
     *
     * @param width columns to fill; 0 for lines as long as they come
     */
    List<String> lines(int width, UnaryOperator<String> decorate) {
        Paragraphs paragraphs = new Paragraphs(width);
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder("  ");
            int last = row.length - 1;
            for (int i = 0; i < last; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            List<String> laidOut = paragraphs.lines(line.toString(), row[last]);
            lines.addAll(
                    lines.isEmpty() ? laidOut : laidOut.stream().map(decorate).toList());
        }
        return lines;
    }
}
