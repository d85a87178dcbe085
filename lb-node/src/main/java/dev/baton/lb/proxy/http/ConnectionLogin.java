package dev.baton.lb.proxy.http;

/**
 * Authentication that holds for a connection instead of a request: NTLM, and Negotiate with its relatives (RFC 4559,
 * section 6). A proxy must not mix the requests of different clients on such a connection.
 */
final class ConnectionLogin {

    private static final String NTLM = "ntlm";

    /** Negotiate, and Nego2, as HAProxy looks for them. */
    private static final String NEGOTIATE = "nego";

    private ConnectionLogin() {}

    /** Whether one of the schemes is in a list of challenges, or is that of credentials. */
    static boolean isIn(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= NTLM.length()) {
            if (Ascii.equalsIgnoreCase(bytes, at, NTLM, 0) || Ascii.equalsIgnoreCase(bytes, at, NEGOTIATE, 0)) {
                return true;
            }
            at = nextElement(bytes, at, to);
        }
        return false;
    }

    /** A comma in quotes only makes it look closer. */
    private static int nextElement(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != ',') {
            at++;
        }
        while (at < to && (bytes[at] == ',' || Ascii.isBlank(bytes[at]))) {
            at++;
        }
        return at;
    }
}
