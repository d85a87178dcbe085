package dev.baton.lb.proxy.http;

/** What methods imply (RFC 9110, section 9). */
final class Methods {

    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[][] OTHER_IDEMPOTENT = {
        Ascii.bytes("PUT"), Ascii.bytes("DELETE"), Ascii.bytes("OPTIONS"), Ascii.bytes("TRACE")
    };

    private Methods() {}

    static boolean isHead(Head head) {
        return head.methodIs(HEAD);
    }

    /** Whether doing it twice is the same as once. */
    static boolean isIdempotent(Head head) {
        if (head.methodIs(GET) || head.methodIs(HEAD)) {
            return true;
        }
        for (byte[] method : OTHER_IDEMPOTENT) {
            if (head.methodIs(method)) {
                return true;
            }
        }
        return false;
    }
}
