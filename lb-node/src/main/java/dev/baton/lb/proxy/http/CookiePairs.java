package dev.baton.lb.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Walks over the pairs of a Cookie field (RFC 6265, section 4.2.1) without making garbage: {@link #of}, then
 * {@link #next} until it answers false. Blanks around a pair don't count.
 */
final class CookiePairs {

    private static final byte[] FIELD = Ascii.bytes("Cookie: ");

    private byte[] bytes = {};
    private int at;
    private int limit;
    private int start;
    private int nameEnd;
    private int valueStart;
    private int end;
    private boolean written;

    CookiePairs of(Head head, int field) {
        bytes = head.bytes;
        at = head.valueStart[field];
        limit = head.valueEnd[field];
        written = false;
        return this;
    }

    boolean next() {
        while (at < limit) {
            int stop = indexOf(';', at, limit);
            start = at;
            end = stop;
            at = stop + 1;
            while (start < end && Ascii.isBlank(bytes[start])) {
                start++;
            }
            while (end > start && Ascii.isBlank(bytes[end - 1])) {
                end--;
            }
            if (end > start) {
                split();
                return true;
            }
        }
        return false;
    }

    /** Blanks around the equals sign don't count either: servers read {@code a = b} as {@code a=b} (RFC 6265, 5.2). */
    private void split() {
        int equals = indexOf('=', start, end);
        nameEnd = equals < end ? equals : start;
        while (nameEnd > start && Ascii.isBlank(bytes[nameEnd - 1])) {
            nameEnd--;
        }
        valueStart = Math.min(end, equals + 1);
        while (valueStart < end && Ascii.isBlank(bytes[valueStart])) {
            valueStart++;
        }
    }

    /** Whether this pair has the name; one without {@code =} has none. */
    boolean isNamed(String name) {
        return nameEnd > start && Ascii.equals(bytes, start, nameEnd, name);
    }

    int valueStart() {
        return valueStart;
    }

    int end() {
        return end;
    }

    /** Writes this pair into a field that is begun for the first one. */
    void write(ByteBuf out) {
        writeWithout(valueStart, valueStart, out);
    }

    /** As {@link #write(ByteBuf)}, without the part of the value that is {@code from} to {@code to}. */
    void writeWithout(int from, int to, ByteBuf out) {
        if (written) {
            out.writeByte(';').writeByte(' ');
        } else {
            out.writeBytes(FIELD);
        }
        written = true;
        out.writeBytes(bytes, start, from - start);
        out.writeBytes(bytes, to, end - to);
    }

    /** Ends the field, if there is one. */
    void finish(ByteBuf out) {
        if (written) {
            out.writeByte('\r').writeByte('\n');
        }
    }

    private int indexOf(char wanted, int from, int to) {
        int position = from;
        while (position < to && bytes[position] != wanted) {
            position++;
        }
        return position;
    }
}
