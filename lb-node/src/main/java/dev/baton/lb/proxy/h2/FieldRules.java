package dev.baton.lb.proxy.h2;

import io.netty.util.AsciiString;

/** What a field must not be (RFC 9113, section 8.2). */
final class FieldRules {

    static final AsciiString COOKIE = AsciiString.cached("cookie");
    static final AsciiString HOST = AsciiString.cached("host");
    static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString[] OF_A_CONNECTION = {
        AsciiString.cached("connection"),
        AsciiString.cached("keep-alive"),
        AsciiString.cached("proxy-connection"),
        AsciiString.cached("transfer-encoding"),
        AsciiString.cached("upgrade")
    };

    /** Those that the parser of HTTP/1.1 keeps out of trailers. */
    private static final AsciiString[] CONTROL = {
        HOST,
        CONTENT_LENGTH,
        TE,
        COOKIE,
        AsciiString.cached("proxy"),
        AsciiString.cached("proxy-authorization"),
        AsciiString.cached("proxy-authenticate"),
        AsciiString.cached("proxy-authentication-info"),
        AsciiString.cached("trailer"),
        AsciiString.cached("expect"),
        AsciiString.cached("set-cookie"),
        AsciiString.cached("x-forwarded-for"),
        AsciiString.cached("x-forwarded-proto"),
        AsciiString.cached("forwarded")
    };

    private FieldRules() {}

    /** Looks at a field of a message, or of its trailers. */
    static void check(AsciiString name, AsciiString value) throws MalformedException {
        if (name.isEmpty()) {
            throw new MalformedException("a field without a name");
        }
        for (int i = 0; i < name.length(); i++) {
            byte each = name.byteAt(i);
            // Beyond 0x7e they are negative.
            if (each <= ' ' || each == 0x7f || each == ':' || (each >= 'A' && each <= 'Z')) {
                throw new MalformedException(
                        each == ':' && i == 0 ? "a pseudo-header field behind others" : "an illegal field name");
            }
        }
        value(value);
        if (isOfConnection(name)) {
            throw new MalformedException("a field of the connection");
        }
        if (TE.contentEquals(name) && !TRAILERS.contentEqualsIgnoreCase(value)) {
            throw new MalformedException("te is other than trailers");
        }
    }

    private static void value(AsciiString value) throws MalformedException {
        int length = value.length();
        if (length > 0 && (isBlank(value.byteAt(0)) || isBlank(value.byteAt(length - 1)))) {
            throw new MalformedException("a blank around a field value");
        }
        for (int i = 0; i < length; i++) {
            byte each = value.byteAt(i);
            if (each == '\r' || each == '\n' || each == 0) {
                throw new MalformedException("an illegal character in a field value");
            }
        }
    }

    /** Whether it is about one connection of HTTP/1.1 (RFC 9113, section 8.2.2); the name is in lower case. */
    static boolean isOfConnection(AsciiString name) {
        for (AsciiString each : OF_A_CONNECTION) {
            if (each.contentEquals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it says how a message is framed, routed or answered, which trailers must not. */
    static boolean isControl(AsciiString name) {
        for (AsciiString each : CONTROL) {
            if (each.contentEquals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(byte each) {
        return each == ' ' || each == '\t';
    }
}
