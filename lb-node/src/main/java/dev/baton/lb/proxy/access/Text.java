package dev.baton.lb.proxy.access;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Writes texts and numbers in ways that no content of theirs can break out of. */
final class Text {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final long NANOS_PER_MICRO = 1_000;

    private Text() {}

    static void ascii(String text, ByteBuf out) {
        ByteBufUtil.writeAscii(out, text);
    }

    static void decimal(long value, ByteBuf out) {
        if (value < 0) {
            out.writeByte('-');
            decimal(-value, out);
            return;
        }
        if (value >= 10) {
            decimal(value / 10, out);
        }
        out.writeByte((int) ('0' + value % 10));
    }

    /** Milliseconds with three places. */
    static void millis(long nanos, ByteBuf out) {
        long micros = nanos / NANOS_PER_MICRO;
        decimal(micros / 1000, out);
        out.writeByte('.');
        padded((int) (micros % 1000), out);
    }

    /** Three digits. */
    static void padded(int thousandths, ByteBuf out) {
        out.writeByte('0' + thousandths / 100);
        out.writeByte('0' + thousandths / 10 % 10);
        out.writeByte('0' + thousandths % 10);
    }

    /** As HAProxy: what is not printable, or has a meaning in the line, becomes {@code #XX}. */
    static void escaped(byte[] bytes, int start, int end, String marks, ByteBuf out) {
        for (int i = start; i < end; i++) {
            int c = bytes[i] & 0xff;
            if (c < ' ' || c > '~' || c == '#' || marks.indexOf(c) >= 0) {
                out.writeByte('#').writeByte(HEX[c >> 4]).writeByte(HEX[c & 0xf]);
            } else {
                out.writeByte(c);
            }
        }
    }

    /** A string of JSON (RFC 8259, section 7); a byte beyond ASCII is the character of that number. */
    static void json(byte[] bytes, int start, int end, ByteBuf out) {
        out.writeByte('"');
        for (int i = start; i < end; i++) {
            int c = bytes[i] & 0xff;
            if (c < ' ' || c > '~') {
                ascii("\\u00", out);
                out.writeByte(HEX[c >> 4]).writeByte(HEX[c & 0xf]);
            } else {
                if (c == '"' || c == '\\') {
                    out.writeByte('\\');
                }
                out.writeByte(c);
            }
        }
        out.writeByte('"');
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
