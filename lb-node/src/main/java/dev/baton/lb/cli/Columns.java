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
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            String text = line.toString().stripTrailing();
            lines.add(lines.isEmpty() ? text : decorate.apply(text));
        }
        return lines;
    }
}
