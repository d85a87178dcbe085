package dev.baton.lb.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks words into lines that are as wide as a terminal, each below where the words begin. */
final class Paragraphs {

    private static final int USUAL_WIDTH = 80;
    private static final int LEAST_FOR_WORDS = 20;
    private static final int LEAST_FOR_HELP = 55;

    /** The beginning of a line of a list. */
    private static final Pattern ITEM = Pattern.compile(" *- ");

    private final int width;

    /** @param width columns to fill; 0 for lines as long as they come */
    Paragraphs(int width) {
        this.width = width;
    }

    /**
     * What a terminal shows at once: what {@code COLUMNS} says, which {@code bin/baton} asks the terminal for, or 80. Where no
     * terminal reads, lines are left whole, for programs that look for words in them.
     */
    static int terminalWidth() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[1-9][0-9]{1,3}")) {
            return Integer.parseInt(columns);
        }
        return Console.isTerminal() ? USUAL_WIDTH : 0;
    }

    /** What a help is laid out for, also where no terminal reads; picocli can do with no less than 55. */
    static int helpWidth() {
        int terminal = terminalWidth();
        return terminal == 0 ? USUAL_WIDTH : Math.max(LEAST_FOR_HELP, terminal);
    }

    /**
     * A text of several lines, of which some may be a list.
     *
     * @param head what the first line begins with
     */
    List<String> text(String head, String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher item = ITEM.matcher(line);
            int begin = item.lookingAt() ? item.end() : 0;
            lines.addAll(lines((lines.isEmpty() ? head : "") + line.substring(0, begin), line.substring(begin)));
        }
        return lines;
    }

    /** @param head what the first line begins with; the others are indented by as much */
    List<String> lines(String head, String words) {
        if (width == 0 || head.length() + words.length() <= width || width - head.length() < LEAST_FOR_WORDS) {
            return List.of((head + words).stripTrailing());
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(head);
        int begin = head.length();
        for (String word : words.split(" ", -1)) {
            if (line.length() > begin && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(" ".repeat(begin));
            }
            line.append(line.length() > begin ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
