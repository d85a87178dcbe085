package dev.baton.lb.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks whoever sits at the terminal; without one every answer is empty, or the usual one. */
final class Questions {

    private final Function<String, String> ask;

    /** @param ask shows a question and returns the line that answers it; empty when there is none */
    Questions(Function<String, String> ask) {
        this.ask = ask;
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static Questions onTerminal() {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            return new Questions(_ -> "");
        }
        return new Questions(question -> {
            String line = terminal.readLine("%s: ", question);
            return line == null ? "" : line.strip();
        });
    }

    String word(String what, String usual) {
        String answer = ask.apply(what + " [" + usual + "]");
        return answer.isEmpty() ? usual : answer;
    }

    int number(String what, int usual) {
        String answer = word(what, String.valueOf(usual));
        try {
            return Integer.parseInt(answer);
        } catch (NumberFormatException e) {
            throw new CommandFailure(ExitCode.USAGE, what + ": \"" + answer + "\" is no number", e);
        }
    }

    /** Words with blanks or commas between them. */
    List<String> list(String what) {
        return Arrays.stream(ask.apply(what).split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** As {@link #list}, each with its name. */
    Map<String, String> pairs(String what) {
        return pairs(what, list(what));
    }

    /** Addresses by name, in their order. */
    static Map<String, String> pairs(String what, List<String> words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(ExitCode.USAGE, what + ": \"" + word + "\" is not NAME=ADDRESS");
            }
            String name = word.substring(0, equals);
            if (pairs.put(name, word.substring(equals + 1)) != null) {
                throw new CommandFailure(ExitCode.USAGE, what + ": \"" + name + "\" is given twice");
            }
        }
        return pairs;
    }
}
