package dev.baton.lb.proxy.access;

import java.util.Arrays;

/** Short texts of one line, as bytes, kept in one array that is used again for the next line. */
final class Words {

    /** More of one text is cut off: a line must not outgrow its buffer. */
    static final int MAX = 4096;

    private byte[] bytes = new byte[256];
    private int[] ends = new int[8];
    private int count;

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int word) {
        return word == 0 ? 0 : ends[word - 1];
    }

    int end(int word) {
        return ends[word];
    }

    boolean isEmpty(int word) {
        return word >= count || start(word) == end(word);
    }

    void add(byte[] from, int start, int end) {
        int length = Math.min(end - start, MAX);
        int at = count == 0 ? 0 : ends[count - 1];
        if (at + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(at + length, 2 * bytes.length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        System.arraycopy(from, start, bytes, at, length);
        ends[count++] = at + length;
    }
}
