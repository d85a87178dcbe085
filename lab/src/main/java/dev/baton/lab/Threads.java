package dev.baton.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads of another process, as proc(5) shows them. */
public final class Threads {

    /** Field 19 of {@code stat}, counted behind the name, which may have blanks in it. */
    private static final int NICE = 16;

    private Threads() {}

    /** @param name how the names begin, 15 bytes at most */
    public static List<Long> named(long process, String name) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
            return threads.filter(each -> read(each.resolve("comm")).startsWith(name))
                    .map(each -> Long.parseLong(String.valueOf(each.getFileName())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The nice values of the threads whose names begin so. */
    public static Set<Integer> nice(long process, String name) {
        return named(process, name).stream()
                .map(thread -> read(Path.of("/proc/" + process + "/task/" + thread + "/stat")))
                .filter(stat -> !stat.isEmpty())
                .map(stat -> Integer.parseInt(
                        stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE]))
                .collect(Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return ""; // It has ended.
        }
    }
}
