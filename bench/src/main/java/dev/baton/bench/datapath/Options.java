package dev.baton.bench.datapath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param rounds of each part
 * @param seconds of load a product and round
 * @param plots directory for the plots, or null
 */
record Options(
        Set<Part> parts, int rounds, int seconds, @Nullable Path plots) {

    static final String USAGE =
            "usage: bench/datapath [--parts PART,...] [--rounds N] [--seconds N] [--plots DIR]; parts: "
                    + Arrays.stream(Part.values()).map(Part::option).collect(Collectors.joining(","));

    /**
     * @throws IllegalArgumentException if they make no sense; the message says what would
     */
    static Options parse(String... args) {
        Set<Part> parts = EnumSet.allOf(Part.class);
        int rounds = 5;
        int seconds = 5;
        Path plots = null;
        List<String> words = new ArrayList<>(List.of(args));
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            if (words.isEmpty()) {
                throw new IllegalArgumentException("unexpected \"" + option + "\"; " + USAGE);
            }
            String value = words.removeFirst();
            switch (option) {
                case "--parts" -> parts = parts(value);
                case "--rounds" -> rounds = number(option, value);
                case "--seconds" -> seconds = number(option, value);
                case "--plots" -> plots = Path.of(value);
                default -> throw new IllegalArgumentException("unexpected \"" + option + "\"; " + USAGE);
            }
        }
        return new Options(parts, rounds, seconds, plots);
    }

    private static Set<Part> parts(String value) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String word : value.split(",", -1)) {
            parts.add(Arrays.stream(Part.values())
                    .filter(part -> part.option().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no part \"" + word + "\"; " + USAGE)));
        }
        return parts;
    }

    private static int number(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException(option + " takes a number from 1 to 999, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }
}
