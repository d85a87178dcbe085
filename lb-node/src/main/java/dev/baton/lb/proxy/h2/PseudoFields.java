package dev.baton.lb.proxy.h2;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** The control data at the front of a request's header block (RFC 9113, section 8.3.1). */
final class PseudoFields {

    static final AsciiString GET = AsciiString.cached("GET");

    private static final AsciiString METHOD = AsciiString.cached(":method");
    private static final AsciiString SCHEME = AsciiString.cached(":scheme");
    private static final AsciiString AUTHORITY = AsciiString.cached(":authority");
    private static final AsciiString PATH = AsciiString.cached(":path");
    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");

    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString path;
    private @Nullable AsciiString protocol;
    private int count;

    void read(FieldBlock block) throws MalformedException {
        method = null;
        scheme = null;
        authority = null;
        path = null;
        protocol = null;
        count = 0;
        while (count < block.size() && isPseudo(block.name(count))) {
            take(block.name(count), block.value(count));
            count++;
        }
        if (!block.isTooLarge()) {
            check(); // Otherwise some may be among those that were not kept.
        }
    }

    /** How many there are; the other fields follow. */
    int count() {
        return count;
    }

    AsciiString method() {
        return method == null ? AsciiString.EMPTY_STRING : method;
    }

    /** Null when the request names no host there. */
    @Nullable AsciiString authority() {
        return authority;
    }

    /** Null for CONNECT alone. */
    @Nullable AsciiString path() {
        return path;
    }

    /** Null for all but the extended CONNECT of RFC 8441. */
    @Nullable AsciiString protocol() {
        return protocol;
    }

    static boolean isPseudo(AsciiString name) {
        return !name.isEmpty() && name.byteAt(0) == ':';
    }

    private void take(AsciiString name, AsciiString value) throws MalformedException {
        for (int i = 0; i < value.length(); i++) {
            // Any of them would be the end of a word in the form of HTTP/1.1.
            if (value.byteAt(i) <= ' ' || value.byteAt(i) == 0x7f) {
                throw new MalformedException("an illegal character in a pseudo-header field");
            }
        }
        if (METHOD.contentEquals(name)) {
            method = once(method, value);
        } else if (SCHEME.contentEquals(name)) {
            scheme = once(scheme, value);
        } else if (AUTHORITY.contentEquals(name)) {
            authority = once(authority, value);
        } else if (PATH.contentEquals(name)) {
            path = once(path, value);
        } else if (PROTOCOL.contentEquals(name)) {
            protocol = once(protocol, value);
        } else {
            throw new MalformedException("an unknown pseudo-header field");
        }
    }

    private static AsciiString once(@Nullable AsciiString before, AsciiString value) throws MalformedException {
        if (before != null) {
            throw new MalformedException("a pseudo-header field twice");
        }
        return value;
    }

    private void check() throws MalformedException {
        if (method == null) {
            throw new MalformedException("no :method");
        }
        boolean connect = method.contentEquals("CONNECT");
        if (protocol != null && !connect) {
            throw new MalformedException(":protocol without CONNECT");
        }
        if (connect && protocol == null) {
            if (scheme != null || path != null || authority == null) {
                throw new MalformedException("CONNECT with other than :authority alone");
            }
            return;
        }
        if (scheme == null || path == null) {
            throw new MalformedException(scheme == null ? "no :scheme" : "no :path");
        }
        if (!scheme.contentEqualsIgnoreCase("http") && !scheme.contentEqualsIgnoreCase("https")) {
            throw new MalformedException(":scheme is neither http nor https");
        }
        boolean all = path.contentEquals("*") && method.contentEquals("OPTIONS");
        if (!all && (path.isEmpty() || path.byteAt(0) != '/')) {
            throw new MalformedException(":path does not begin with a slash");
        }
    }
}
