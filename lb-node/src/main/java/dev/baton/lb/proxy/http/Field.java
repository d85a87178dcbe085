package dev.baton.lb.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** The fields a proxy must know; all others are just passed on. */
enum Field {
    HOST("host"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    CONNECTION("connection"),
    KEEP_ALIVE("keep-alive"),
    PROXY("proxy"),
    PROXY_CONNECTION("proxy-connection"),
    PROXY_AUTHORIZATION("proxy-authorization"),
    PROXY_AUTHENTICATE("proxy-authenticate"),
    PROXY_AUTHENTICATION_INFO("proxy-authentication-info"),
    AUTHORIZATION("authorization"),
    WWW_AUTHENTICATE("www-authenticate"),
    TE("te"),
    TRAILER("trailer"),
    UPGRADE("upgrade"),
    EXPECT("expect"),
    COOKIE("cookie"),
    SET_COOKIE("set-cookie"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    FORWARDED("forwarded"),
    OTHER("");

    private static final int LONGEST = 25;
    private static final Field[][] BY_LENGTH = new Field[LONGEST + 1][];

    static {
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            BY_LENGTH[length] = Arrays.stream(values())
                    .filter(f -> f != OTHER && f.lower.length == wanted)
                    .toArray(Field[]::new);
        }
    }

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // never written, never handed out
    private final byte[] lower;

    Field(String lower) {
        this.text = lower;
        this.lower = lower.getBytes(StandardCharsets.US_ASCII);
    }

    /** The field with the name that is at {@code start} to {@code end}, in any case. */
    static Field of(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length <= LONGEST) {
            for (Field field : BY_LENGTH[length]) {
                if (Ascii.equalsIgnoreCase(bytes, start, end, field.lower)) {
                    return field;
                }
            }
        }
        return OTHER;
    }

    /** Their names, in lower case. */
    static Stream<String> names() {
        return Arrays.stream(values()).filter(field -> field != OTHER).map(field -> field.text);
    }

    /** Whether a name that is none of these would be taken for one that is never copied ({@link Ascii#isNamed}). */
    static boolean isDisguised(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length <= LONGEST) {
            for (Field field : BY_LENGTH[length]) {
                if (field.isHopByHop() && Ascii.isNamed(bytes, start, end, field.text)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it concerns one connection only (RFC 9110, 7.6.1) or is written by us, and so is never copied. */
    boolean isHopByHop() {
        return switch (this) {
            case CONTENT_LENGTH,
                    TRANSFER_ENCODING,
                    CONNECTION,
                    KEEP_ALIVE,
                    PROXY,
                    PROXY_CONNECTION,
                    PROXY_AUTHORIZATION,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHENTICATION_INFO,
                    TE,
                    UPGRADE -> true;
            case AUTHORIZATION,
                    WWW_AUTHENTICATE,
                    HOST,
                    TRAILER,
                    EXPECT,
                    COOKIE,
                    SET_COOKIE,
                    X_FORWARDED_FOR,
                    X_FORWARDED_PROTO,
                    FORWARDED,
                    OTHER -> false;
        };
    }
}
