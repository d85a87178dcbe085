package dev.baton.lb.proxy.http;

import org.jspecify.annotations.Nullable;

/** What the fields of a request must be together (RFC 9112, sections 3.2 and 6). */
final class RequestRules {

    private static final int MAX_PORT = 65_535;

    private RequestRules() {}

    static @Nullable Refusal check(Head head) {
        if (head.chunked && head.contentLength >= 0) {
            return Refusal.bad("both Content-Length and Transfer-Encoding");
        }
        if (head.chunked && head.minor == 0) {
            return Refusal.bad("Transfer-Encoding in HTTP/1.0");
        }
        boolean absolute = head.authorityEnd > head.authorityStart;
        if (absolute && !isAuthority(head.bytes, head.authorityStart, head.authorityEnd)) {
            return Refusal.bad("malformed request target");
        }
        if (head.host < 0) {
            return head.minor >= 1 ? Refusal.bad("no Host field") : null;
        }
        int from = head.valueStart[head.host];
        int to = head.valueEnd[head.host];
        if (!isAuthority(head.bytes, from, to)) {
            return Refusal.bad("malformed Host");
        }
        if (absolute && !isSame(head, from, to)) {
            return Refusal.bad("Host differs from the request target");
        }
        return null;
    }

    /** Whether Host is the target's authority: a port that is left out is that of the scheme (RFC 9110, 4.2.3). */
    private static boolean isSame(Head head, int from, int to) {
        String port = head.secure ? ":443" : ":80";
        byte[] b = head.bytes;
        return Ascii.equalsIgnoreCase(
                b,
                from,
                withoutPort(b, from, to, port),
                head.authorityStart,
                withoutPort(b, head.authorityStart, head.authorityEnd, port));
    }

    /** The end without a port that says nothing: none behind the colon, or the usual one. */
    private static int withoutPort(byte[] b, int from, int to, String usual) {
        int port = to - usual.length();
        if (port > from && Ascii.equals(b, port, to, usual)) {
            return port;
        }
        return to > from && b[to - 1] == ':' ? to - 1 : to;
    }

    /** {@code name}, {@code name:port} or {@code [v6]:port}; empty is allowed (RFC 9112, 3.2). */
    private static boolean isAuthority(byte[] b, int from, int to) {
        int at = from < to && b[from] == '[' ? literalEnd(b, from + 1, to) : nameEnd(b, from, to);
        if (at == to) {
            return true;
        }
        if (at < 0 || b[at] != ':') {
            return false;
        }
        int port = 0;
        for (int i = at + 1; i < to; i++) {
            port = port * 10 + b[i] - '0';
            if (!Ascii.isDigit(b[i]) || port > MAX_PORT) {
                return false;
            }
        }
        return true;
    }

    /** Behind the closing bracket of an IPv6 address; -1 when it isn't one. */
    private static int literalEnd(byte[] b, int from, int to) {
        int at = from;
        while (at < to && (Ascii.hex(b[at]) >= 0 || b[at] == ':' || b[at] == '.')) {
            at++;
        }
        return at > from && at < to && b[at] == ']' ? at + 1 : -1;
    }

    private static int nameEnd(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] != ':') {
            if (!Ascii.isAuthority(b[at]) || b[at] == '[' || b[at] == ']') {
                return -1;
            }
            at++;
        }
        return at;
    }
}
