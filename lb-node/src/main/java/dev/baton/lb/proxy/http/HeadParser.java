package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.http.Refusal.Status;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first line of a message and hands the fields on to {@link FieldParser}. Strict where leniency could make
 * two parsers see two different messages (RFC 9112, 11.2): lines end in CRLF, blanks are single, nothing is repaired.
 */
final class HeadParser {

    private static final byte[] HTTP_1 = Ascii.bytes("HTTP/1.");
    private static final byte[] HTTP_SLASH = Ascii.bytes("HTTP/");
    private static final byte[] HTTP_SCHEME = Ascii.bytes("http://");
    private static final byte[] HTTPS_SCHEME = Ascii.bytes("https://");
    private static final byte[] CONNECT = Ascii.bytes("CONNECT");
    private static final byte[] TRACE = Ascii.bytes("TRACE");
    private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");

    private HeadParser() {}

    /**
     * @param head loaded with a whole head, its empty line included
     * @return null when it is a request that may be served
     */
    static @Nullable Refusal request(Head head) {
        byte[] b = head.bytes;
        int end = FieldParser.lineEnd(head, 0);
        if (end < 0) {
            return Refusal.bad("a line that doesn't end in CRLF");
        }
        if (end > head.limits.line()) {
            return Refusal.lineTooLong(head.limits);
        }
        int at = 0;
        while (at < end && Ascii.isToken(b[at])) {
            at++;
        }
        head.methodEnd = at;
        int target = at + 1;
        at = target;
        while (at < end && Ascii.isTarget(b[at])) {
            at++;
        }
        if (head.methodEnd == 0
                || head.methodEnd >= end
                || b[head.methodEnd] != ' '
                || at == target
                || at >= end
                || b[at] != ' ') {
            return Refusal.bad("malformed request line");
        }
        Refusal refusal = version(head, at + 1, end);
        if (refusal == null) {
            refusal = target(head, target, at);
        }
        if (refusal == null) {
            refusal = FieldParser.parse(head, end + 2);
        }
        return refusal == null ? RequestRules.check(head) : refusal;
    }

    /**
     * @param head loaded with a whole head, its empty line included
     * @return null when it is a response that may be passed on
     */
    static @Nullable Refusal response(Head head) {
        byte[] b = head.bytes;
        int end = FieldParser.lineEnd(head, 0);
        int code = HTTP_1.length + 2;
        if (end < code + 3
                || !Arrays.equals(b, 0, HTTP_1.length, HTTP_1, 0, HTTP_1.length)
                || !Ascii.isDigit(b[HTTP_1.length])
                || b[code - 1] != ' ') {
            return Refusal.bad("malformed status line");
        }
        head.minor = b[HTTP_1.length] - '0';
        head.status = 0;
        for (int i = code; i < code + 3; i++) {
            if (!Ascii.isDigit(b[i])) {
                return Refusal.bad("malformed status code");
            }
            head.status = head.status * 10 + b[i] - '0';
        }
        if (head.status < 100 || (end > code + 3 && b[code + 3] != ' ')) {
            return Refusal.bad("malformed status code");
        }
        head.reasonStart = Math.min(end, code + 4);
        head.reasonEnd = end;
        for (int i = head.reasonStart; i < end; i++) {
            if (!Ascii.isValue(b[i])) {
                return Refusal.bad("illegal character in the reason phrase");
            }
        }
        Refusal refusal = FieldParser.parse(head, end + 2);
        if (refusal == null && head.chunked && (head.contentLength >= 0 || head.minor == 0)) {
            return Refusal.bad("Transfer-Encoding with Content-Length or in HTTP/1.0");
        }
        return refusal;
    }

    private static @Nullable Refusal version(Head head, int start, int end) {
        byte[] b = head.bytes;
        int length = HTTP_1.length;
        if (end - start == length + 1
                && Arrays.equals(b, start, start + length, HTTP_1, 0, length)
                && Ascii.isDigit(b[end - 1])) {
            head.minor = b[end - 1] - '0';
            return null;
        }
        int slash = HTTP_SLASH.length;
        boolean other = end - start == slash + 3
                && Arrays.equals(b, start, start + slash, HTTP_SLASH, 0, slash)
                && Ascii.isDigit(b[start + slash])
                && b[start + slash + 1] == '.'
                && Ascii.isDigit(b[start + slash + 2]);
        return other
                ? new Refusal(Status.VERSION, "this port speaks HTTP/1.0 and HTTP/1.1")
                : Refusal.bad("malformed HTTP version");
    }

    /** The four forms of RFC 9112, section 3.2. */
    private static @Nullable Refusal target(Head head, int start, int end) {
        byte[] b = head.bytes;
        head.targetStart = start;
        head.targetEnd = end;
        if (head.methodIs(CONNECT)) {
            return new Refusal(Status.METHOD_NOT_ALLOWED, "CONNECT is for forward proxies");
        }
        if (head.methodIs(TRACE)) {
            // It would show a client the fields that proxies add for servers alone.
            return new Refusal(Status.METHOD_NOT_ALLOWED, "TRACE is not passed on");
        }
        if (b[start] == '/') {
            return null;
        }
        if (b[start] == '*' && end - start == 1) {
            return head.methodIs(OPTIONS) ? null : Refusal.bad("target * is for OPTIONS only");
        }
        int authority = startsWith(b, start, end, HTTP_SCHEME)
                ? start + HTTP_SCHEME.length
                : startsWith(b, start, end, HTTPS_SCHEME) ? start + HTTPS_SCHEME.length : -1;
        if (authority < 0) {
            return Refusal.bad("malformed request target");
        }
        int at = authority;
        while (at < end && Ascii.isAuthority(b[at])) {
            at++;
        }
        boolean query = at < end && b[at] == '?';
        if (at == authority || (at < end && b[at] != '/' && !query)) {
            return Refusal.bad("malformed request target");
        }
        head.secure = b[start + 4] != ':';
        head.authorityStart = authority;
        head.authorityEnd = at;
        head.targetStart = at;
        if (query) {
            // No path is the root's. The second slash of the scheme has done its duty: the authority moves over it.
            System.arraycopy(b, authority, b, authority - 1, at - authority);
            head.authorityStart--;
            head.authorityEnd--;
            head.targetStart--;
            b[head.targetStart] = '/';
        }
        if (at == end) {
            // No path is the root's, and for OPTIONS all of the server (RFC 9112, 3.2.1 and 3.2.4). The blank behind
            // the target has done its duty.
            b[at] = (byte) (head.methodIs(OPTIONS) ? '*' : '/');
            head.targetEnd = at + 1;
        }
        return null;
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] lower) {
        return end - start >= lower.length && Ascii.equalsIgnoreCase(bytes, start, start + lower.length, lower);
    }
}
