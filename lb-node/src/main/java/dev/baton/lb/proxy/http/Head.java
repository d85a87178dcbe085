package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import io.netty.buffer.ByteBuf;

/**
 * The head of one message: its bytes, where the parts are, and what they mean. One per event loop, used again for
 * every message: it is parsed, acted on and forgotten before the loop does anything else.
 */
final class Head {

    private static final int MAX_FIELDS = HttpLimits.LARGEST.fields();

    /** What counted when it was loaded. */
    HttpLimits limits = HttpLimits.LARGEST;

    final byte[] bytes = new byte[HttpLimits.LARGEST.head()];
    int length;

    int fields;
    final Field[] kinds = new Field[MAX_FIELDS];
    final int[] nameStart = new int[MAX_FIELDS];
    final int[] nameEnd = new int[MAX_FIELDS];
    final int[] valueStart = new int[MAX_FIELDS];
    final int[] valueEnd = new int[MAX_FIELDS];

    /** The method of a request: from 0 to here. */
    int methodEnd;

    /** The path and query that is passed on. */
    int targetStart;

    int targetEnd;

    /** The authority in an absolute-form target; empty span when there is none. */
    int authorityStart;

    int authorityEnd;

    /** Whether such a target is an https one. */
    boolean secure;

    /** Of a response. */
    int status;

    int reasonStart;
    int reasonEnd;

    /** The 1 of HTTP/1.1. */
    int minor;

    /** -1 when the message doesn't say. */
    long contentLength;

    boolean chunked;

    /** Position of the Host field, or -1. */
    int host;

    boolean saysClose;
    boolean saysKeepAlive;
    boolean saysUpgrade;
    boolean offersUpgrade;
    boolean offersHttp2;
    boolean namesFields;
    boolean expectsContinue;
    boolean acceptsTrailers;

    /** Whether it proves, or asks for a proof of, who the client is in a way that holds for the whole connection. */
    boolean authenticatesConnection;

    /** Takes in the bytes of a whole head, no more than {@code limits} allow. */
    void load(ByteBuf in, int count, HttpLimits limits) {
        this.limits = limits;
        in.readBytes(bytes, 0, count);
        clear(count);
    }

    void clear(int count) {
        length = count;
        fields = 0;
        authorityStart = 0;
        authorityEnd = 0;
        contentLength = -1;
        chunked = false;
        host = -1;
        saysClose = false;
        saysKeepAlive = false;
        saysUpgrade = false;
        offersUpgrade = false;
        offersHttp2 = false;
        namesFields = false;
        expectsContinue = false;
        acceptsTrailers = false;
        authenticatesConnection = false;
    }

    /** Whether the connection may be used again after this message (RFC 9112, 9.3). */
    boolean keepsAlive() {
        return !saysClose && (minor >= 1 || saysKeepAlive);
    }

    /** Whether the request asks for another protocol. HTTP/2 is none: it would carry requests past us unseen. */
    boolean asksForUpgrade() {
        return saysUpgrade && offersUpgrade && !offersHttp2 && minor >= 1;
    }

    boolean methodIs(byte[] method) {
        return methodEnd == method.length && java.util.Arrays.equals(bytes, 0, methodEnd, method, 0, method.length);
    }

    /** Whether the Connection field names this one, so that it ends here. */
    boolean isNamedByConnection(int field) {
        for (int i = 0; i < fields; i++) {
            if (kinds[i] == Field.CONNECTION && hasToken(i, nameStart[field], nameEnd[field])) {
                return true;
            }
        }
        return false;
    }

    private boolean hasToken(int list, int start, int end) {
        int at = valueStart[list];
        while (at < valueEnd[list]) {
            int stop = tokenEnd(at, valueEnd[list]);
            if (stop - at == end - start && sameIgnoringCase(at, start, end - start)) {
                return true;
            }
            at = Math.max(stop, at) + 1;
        }
        return false;
    }

    private int tokenEnd(int from, int limit) {
        int at = from;
        while (at < limit && Ascii.isToken(bytes[at])) {
            at++;
        }
        return at;
    }

    private boolean sameIgnoringCase(int a, int b, int count) {
        for (int i = 0; i < count; i++) {
            if (Character.toLowerCase(bytes[a + i]) != Character.toLowerCase(bytes[b + i])) {
                return false;
            }
        }
        return true;
    }
}
