package dev.baton.lb.proxy.http;

import java.nio.charset.StandardCharsets;

/** Characters and tokens of RFC 9110, section 5.6, over bytes. */
final class Ascii {

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte AUTHORITY = 8;
    private static final byte[] CLASS = classes();

    private Ascii() {}

    static boolean isToken(byte b) {
        return (CLASS[b & 0xff] & TOKEN) != 0;
    }

    /** Visible, blank, tab, or beyond ASCII (obs-text). */
    static boolean isValue(byte b) {
        return (CLASS[b & 0xff] & VALUE) != 0;
    }

    /** What may stand in a request target: visible ASCII but no fragment. */
    static boolean isTarget(byte b) {
        return (CLASS[b & 0xff] & TARGET) != 0;
    }

    /** What may stand in {@code host:port} (RFC 3986, 3.2), without user information. */
    static boolean isAuthority(byte b) {
        return (CLASS[b & 0xff] & AUTHORITY) != 0;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static int hex(byte b) {
        return Character.digit(b, 16);
    }

    /** Whether the bytes are {@code lower}, which must be in lower case, in any case. */
    static boolean equalsIgnoreCase(byte[] bytes, int start, int end, byte[] lower) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[start + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are {@code lower}, which must be in lower case, in any case. */
    static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String lower) {
        return end - start == lower.length() && equalsIgnoreCase(bytes, start, lower, 0);
    }

    /** Whether the bytes at {@code start} are, in any case, {@code lower} from its character {@code from} on. */
    static boolean equalsIgnoreCase(byte[] bytes, int start, String lower, int from) {
        for (int i = from; i < lower.length(); i++) {
            byte b = bytes[start + i - from];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the bytes are the field name {@code lower} in any case, or would be taken for it by what speaks CGI to its
     * applications, which knows no difference between a hyphen and an underscore (RFC 3875, section 4.1.18).
     */
    static boolean isNamed(byte[] bytes, int start, int end, String lower) {
        if (end - start != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            char wanted = lower.charAt(i);
            byte b = bytes[start + i];
            if (lower(b) != wanted && !(b == '_' && wanted == '-')) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((bytes[start + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether two places of the same bytes hold the same, in any case. */
    static boolean equalsIgnoreCase(byte[] bytes, int start, int end, int otherStart, int otherEnd) {
        if (end - start != otherEnd - otherStart) {
            return false;
        }
        for (int i = 0; i < end - start; i++) {
            if (lower(bytes[start + i]) != lower(bytes[otherStart + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                classes[c] |= TOKEN;
            }
            if (c == '\t' || (c >= ' ' && c != 0x7f)) {
                classes[c] |= VALUE;
            }
            if (c > ' ' && c < 0x7f && c != '#') {
                classes[c] |= TARGET;
            }
            if (alphanumeric || "-._~!$&'()*+,;=%:[]".indexOf(c) >= 0) {
                classes[c] |= AUTHORITY;
            }
        }
        return classes;
    }
}
