package dev.baton.lb.proxy.h2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head of a request in the form of HTTP/1.1, so that everything behind it is the same for both. Refused is
 * what could make two heads of one, and what RFC 9113, section 8, forbids; the rest is for the parser of HTTP/1.1.
 */
public final class RequestHead {

    private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\n");
    private static final AsciiString HOST = AsciiString.cached("host: ");
    private static final AsciiString COOKIE = AsciiString.cached("cookie: ");
    private static final AsciiString CHUNKED = AsciiString.cached("transfer-encoding: chunked\r\n");
    private static final AsciiString EMPTY = AsciiString.cached("content-length: 0\r\n");
    private static final AsciiString UPGRADE = AsciiString.cached("connection: upgrade\r\nupgrade: ");

    private static final AsciiString KEY = AsciiString.cached("sec-websocket-key: ");

    private final PseudoFields pseudo = new PseudoFields();
    private byte[] out = {};
    private int length;
    private boolean hasLength;
    private boolean hasCookie;
    private boolean tooLarge;
    private @Nullable AsciiString host;

    /**
     * @param headers from {@link Codec}
     * @param ended whether the request has no body
     * @param into has room for what {@link Codec} lets through
     * @return the length of the head in {@code into}; zero when there are more fields, or more in them, than its limits
     * @throws MalformedException if it is no request
     */
    public int write(Http2Headers headers, boolean ended, byte[] into) throws MalformedException {
        FieldBlock block = (FieldBlock) headers;
        out = into;
        length = 0;
        hasLength = false;
        hasCookie = false;
        host = null;
        pseudo.read(block);
        tooLarge = block.isTooLarge();
        if (tooLarge || block.isTooMany()) {
            return 0;
        }
        boolean tunnel = pseudo.protocol() != null;
        requestLine(tunnel);
        fields(block);
        authority();
        if (hasCookie) {
            cookies(block);
        }
        if (tunnel) {
            put(UPGRADE).put(pseudo.protocol()).line();
            put(KEY).put(key()).line();
        } else if (!ended && !hasLength) {
            put(CHUNKED);
        } else if (ended && !hasLength && wantsLength(pseudo.method())) {
            put(EMPTY);
        }
        line();
        return length;
    }

    /** Whether the fields are larger than allowed; otherwise there are too many of them when nothing was written. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** Whether its answer has no body, even if nothing was written. */
    public boolean isHead() {
        return pseudo.method().contentEquals("HEAD");
    }

    /** Whether it asks for another protocol on its stream (RFC 8441), and was written as an upgrade of HTTP/1.1. */
    public boolean isTunnel() {
        return pseudo.protocol() != null;
    }

    /** Whether that protocol is the one that is known here; others differ in what passes on their stream. */
    public boolean isWebSocket() {
        AsciiString protocol = pseudo.protocol();
        return protocol != null && protocol.contentEqualsIgnoreCase("websocket");
    }

    private void requestLine(boolean tunnel) {
        AsciiString path = pseudo.path();
        put(tunnel ? PseudoFields.GET : pseudo.method());
        out[length++] = ' ';
        put(path == null ? pseudo.authority() : path).put(VERSION);
    }

    private void fields(FieldBlock block) throws MalformedException {
        for (int i = pseudo.count(); i < block.size(); i++) {
            AsciiString name = block.name(i);
            AsciiString value = block.value(i);
            FieldRules.check(name, value);
            if (FieldRules.COOKIE.contentEquals(name)) {
                hasCookie = true;
                continue;
            }
            if (FieldRules.HOST.contentEquals(name)) {
                if (host != null) {
                    throw new MalformedException("two host fields");
                }
                host = value;
                continue;
            }
            hasLength |= FieldRules.CONTENT_LENGTH.contentEquals(name);
            put(name);
            out[length++] = ':';
            out[length++] = ' ';
            put(value).line();
        }
    }

    /** One of both is enough, and two must be the same (RFC 9113, 8.3.1). */
    private void authority() throws MalformedException {
        AsciiString asked = pseudo.authority();
        if (asked != null && host != null && !asked.contentEqualsIgnoreCase(host)) {
            throw new MalformedException("host differs from :authority");
        }
        AsciiString named = asked != null ? asked : host;
        if (named != null) {
            put(HOST).put(named).line();
        }
    }

    /** Clients may send each cookie in a field of its own (RFC 9113, 8.2.3). */
    private void cookies(FieldBlock block) {
        put(COOKIE);
        boolean first = true;
        for (int i = pseudo.count(); i < block.size(); i++) {
            if (FieldRules.COOKIE.contentEquals(block.name(i))) {
                if (!first) {
                    out[length++] = ';';
                    out[length++] = ' ';
                }
                first = false;
                put(block.value(i));
            }
        }
        line();
    }

    /** RFC 9110, 8.6: where a body has a meaning, a server may want to hear that there is none. */
    private static boolean wantsLength(AsciiString method) {
        return method.contentEquals("POST") || method.contentEquals("PUT") || method.contentEquals("PATCH");
    }

    /** A WebSocket of HTTP/1.1 wants one; on HTTP/2 there is none (RFC 8441, section 5). It keeps no secret. */
    private static AsciiString key() {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        return new AsciiString(Base64.getEncoder().encode(nonce), false);
    }

    private RequestHead put(@Nullable AsciiString text) {
        if (text != null) {
            System.arraycopy(text.array(), text.arrayOffset(), out, length, text.length());
            length += text.length();
        }
        return this;
    }

    private void line() {
        out[length++] = '\r';
        out[length++] = '\n';
    }
}
