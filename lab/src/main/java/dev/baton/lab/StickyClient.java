package dev.baton.lab;

/** One client of {@link StickyClients}: how it makes itself known, and the server that it met. */
final class StickyClient {
    /** What a client shows. */
    enum Kind {
        HEADER,
        QUERY,
        LEARNED,
        SOURCE,
        SNI
    }

    final Kind kind;
    final int number;
    /** The name of its server; empty before it was answered. */
    String server = "";

    /** The application's cookie, where it goes by that. */
    String cookie = "";

    /** {@link System#nanoTime} of its first answer. */
    long metNanos;

    StickyClient(Kind kind, int number) {
        this.kind = kind;
        this.number = number;
    }

    /** The head of its next request. */
    String request() {
        String target = switch (kind) {
            case HEADER, SOURCE, SNI -> "/";
            case QUERY -> "/?sid=c" + number;
            case LEARNED -> cookie.isEmpty() ? "/login" : "/";
        };
        return "GET " + target + " HTTP/1.1\r\nHost: lab\r\n"
                + (kind == Kind.HEADER ? "X-Client: c" + number + "\r\n" : "")
                + (cookie.isEmpty() ? "" : "Cookie: SID=" + cookie + "\r\n")
                + "\r\n";
    }

    /** Its own address where it goes by that, of those in 10.10.0.0/16; otherwise none. */
    String source() {
        return kind == Kind.SOURCE ? "10.10." + (number >> 8) + "." + (number & 0xFF) : "";
    }

    /** The name that it asks for by TLS where it goes by that; otherwise none, and it does not speak TLS. */
    String serverName() {
        return kind == Kind.SNI ? "c" + number + ".example" : "";
    }

    /** Whether the server is found when a connection begins, so that it needs one of its own. */
    boolean isKnownByConnection() {
        return kind == Kind.SOURCE || kind == Kind.SNI;
    }

    /** The port that frontends for this kind listen on in the lab. */
    int port() {
        return switch (kind) {
            case HEADER -> 83;
            case QUERY -> 84;
            case LEARNED -> 85;
            case SOURCE -> 86;
            case SNI -> 87;
        };
    }
}
