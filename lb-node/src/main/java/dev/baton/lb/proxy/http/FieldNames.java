package dev.baton.lb.proxy.http;

import java.util.Arrays;
import java.util.List;

/**
 * Fields that are told by their names, also with underscores ({@link Ascii#isNamed}). Immutable.
 *
 * @param names in lower case
 * @param beginnings of further names, likewise
 */
record FieldNames(List<String> names, List<String> beginnings) {

    FieldNames(List<String> names) {
        this(names, List.of());
    }

    boolean has(String lower) {
        return names.contains(lower);
    }

    boolean has(byte[] bytes, int start, int end) {
        for (int i = 0; i < names.size(); i++) {
            if (Ascii.isNamed(bytes, start, end, names.get(i))) {
                return true;
            }
        }
        for (int i = 0; i < beginnings.size(); i++) {
            int stop = start + beginnings.get(i).length();
            if (stop < end && Ascii.isNamed(bytes, start, stop, beginnings.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** @param lines well-formed ones, each with its CRLF; not changed */
    byte[] outOf(byte[] lines) {
        int at = 0;
        while (at < lines.length && !isOneOf(lines, at)) {
            at = next(lines, at);
        }
        if (at == lines.length) {
            return lines;
        }
        byte[] kept = lines.clone();
        int length = at;
        while (at < lines.length) {
            int end = next(lines, at);
            if (!isOneOf(lines, at)) {
                System.arraycopy(lines, at, kept, length, end - at);
                length += end - at;
            }
            at = end;
        }
        return Arrays.copyOf(kept, length);
    }

    private boolean isOneOf(byte[] lines, int at) {
        return has(lines, at, indexOf(lines, at, ':'));
    }

    private static int next(byte[] lines, int at) {
        return indexOf(lines, at, '\n') + 1;
    }

    private static int indexOf(byte[] bytes, int from, char wanted) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
