package dev.baton.lb.config;

import java.nio.charset.StandardCharsets;

/**
 * One spelling for all equivalent spellings of a path (RFC 3986, section 6.2.2): escapes of characters that need none
 * are undone, other escapes are in upper case, dot segments are carried out, and slashes in a row are one. Without it
 * {@code /%61dmin} would get past a rule about {@code /admin}. One per event loop.
 */
public final class NormalPath {

    private final boolean slashes;
    private byte[] scratch = new byte[256];
    private int length;

    /**
     * @param slashes whether {@code %2F}, {@code %5C} and a backslash are read as a slash, as some servers do; otherwise
     *     they are characters within a segment, which is what RFC 3986 says (section 2.2)
     */
    public NormalPath(boolean slashes) {
        this.slashes = slashes;
    }

    /** The normal form of a path, or of the end of one, in which no escape is a slash. */
    static String of(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        NormalPath normal = new NormalPath(false);
        normal.load(bytes, 0, bytes.length);
        return new String(normal.bytes(), 0, normal.length(), StandardCharsets.US_ASCII);
    }

    /** Holds the path up to {@link #length}. */
    public byte[] bytes() {
        return scratch;
    }

    public int length() {
        return length;
    }

    /** Whether the path is its own normal form already, which nearly all are. */
    public static boolean isNormal(byte[] b, int start, int end) {
        for (int i = start; i < end; i++) {
            if (b[i] == '%' || (b[i] == '/' && i + 1 < end && (b[i + 1] == '/' || b[i + 1] == '.'))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a path of a rule has what some servers read as a slash. */
    public static boolean hasOtherSlashes(String path) {
        return path.contains("%2F") || path.contains("%5C");
    }

    /** Whether the path of a request has what some servers read as a slash. */
    public static boolean hasOtherSlashes(byte[] b, int start, int end) {
        for (int i = start; i < end; i++) {
            if (b[i] == '\\' || (b[i] == '%' && i + 2 < end && isSlash(escaped(b, i)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the end of a path in its normal form leads to above its own beginning for servers that see slashes there
     * which are none.
     */
    public static boolean climbs(byte[] b, int start, int end) {
        int depth = 0;
        int at = start;
        while (at < end && depth >= 0) {
            int segment = at;
            while (at < end && slash(b, at, end) == 0) {
                at++;
            }
            depth += step(b, segment, at);
            at += at < end ? slash(b, at, end) : 0;
        }
        return depth < 0;
    }

    /** How many bytes of a slash in any form stand here. */
    private static int slash(byte[] b, int at, int end) {
        if (isSlash(b[at])) {
            return 1;
        }
        return b[at] == '%' && at + 2 < end && isSlash(escaped(b, at)) ? 3 : 0;
    }

    /** How much deeper a segment leads. An empty one does not: there are servers that leave it out. */
    private static int step(byte[] b, int start, int end) {
        int dots = 0;
        while (start + dots < end && b[start + dots] == '.') {
            dots++;
        }
        boolean other = start + dots < end || dots > 2;
        return other ? 1 : dots == 2 ? -1 : 0;
    }

    /** Normalises a path that begins with a slash. */
    public void load(byte[] b, int start, int end) {
        if (scratch.length < end - start) {
            scratch = new byte[end - start];
        }
        length = 0;
        int at = start;
        while (at < end) {
            int escaped = b[at] == '%' && at + 2 < end ? escaped(b, at) : -1;
            if (escaped >= 0) {
                escape((byte) escaped, b[at + 1], b[at + 2]);
                at += 3;
            } else {
                put(slashes && b[at] == '\\' ? (byte) '/' : b[at]);
                at++;
            }
        }
        closeSegment();
    }

    /** What the escape at {@code at} stands for; negative when it is none. */
    private static int escaped(byte[] b, int at) {
        int high = Character.digit(b[at + 1], 16);
        int low = Character.digit(b[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean isSlash(int character) {
        return character == '/' || character == '\\';
    }

    private void escape(byte character, byte high, byte low) {
        if (isUnreserved(character)) {
            put(character);
        } else if (slashes && isSlash(character)) {
            put((byte) '/');
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
        int from = length - text.length();
        for (int i = 0; i < text.length(); i++) {
            if (from < 0 || scratch[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
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
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
