package dev.baton.lb.proxy.http;

/**
 * One spelling for all equivalent spellings of a path (RFC 3986, section 6.2.2): escapes of characters that need none
 * are undone, other escapes are in upper case, dot segments are carried out, and slashes in a row are one. Without it
 * {@code /%61dmin} would get past a rule about {@code /admin}. One per event loop.
 */
final class NormalPath {

    private byte[] scratch = new byte[256];
    private int length;

    byte[] bytes() {
        return scratch;
    }

    int length() {
        return length;
    }

    /** Whether the path is its own normal form already, which nearly all are. */
    static boolean isNormal(byte[] b, int start, int end) {
        for (int i = start; i < end; i++) {
            if (b[i] == '%' || (b[i] == '/' && i + 1 < end && (b[i + 1] == '/' || b[i + 1] == '.'))) {
                return false;
            }
        }
        return true;
    }

    /** Normalises a path that begins with a slash. */
    void load(byte[] b, int start, int end) {
        if (scratch.length < end - start) {
            scratch = new byte[end - start];
        }
        length = 0;
        int at = start;
        while (at < end) {
            if (b[at] == '%' && at + 2 < end && Ascii.hex(b[at + 1]) >= 0 && Ascii.hex(b[at + 2]) >= 0) {
                escape(b[at + 1], b[at + 2]);
                at += 3;
            } else {
                put(b[at++]);
            }
        }
        closeSegment();
    }

    private void escape(byte high, byte low) {
        byte character = (byte) (Ascii.hex(high) << 4 | Ascii.hex(low));
        if (isUnreserved(character)) {
            put(character);
        } else {
            append((byte) '%');
            append(upper(high));
            append(upper(low));
        }
    }

    private void put(byte character) {
        if (character == '/') {
            closeSegment();
            if (length > 0 && scratch[length - 1] == '/') {
                return;
            }
        }
        append(character);
    }

    /** Drops a segment that is a dot, and one before two dots as well; the slash before it stays. */
    private void closeSegment() {
        if (endsWith("/.")) {
            length--;
        } else if (endsWith("/..")) {
            length = Math.max(1, length - 3);
            while (scratch[length - 1] != '/') {
                length--;
            }
        }
    }

    private boolean endsWith(String text) {
        return length >= text.length() && Ascii.equals(scratch, length - text.length(), length, text);
    }

    private void append(byte character) {
        scratch[length++] = character;
    }

    private static byte upper(byte digit) {
        return digit >= 'a' ? (byte) (digit - 32) : digit;
    }

    /** RFC 3986, section 2.3. */
    private static boolean isUnreserved(byte b) {
        return (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || Ascii.isDigit(b)
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
