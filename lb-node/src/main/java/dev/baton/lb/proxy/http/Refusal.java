package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.access.Cause;

/**
 * Why a message is not served.
 *
 * @param status what the client is told, or would be if it were its fault
 * @param reason in a few words, without anything the message said; for the log, and for clients if it is their fault
 * @param cause whom the log says to be behind it
 */
record Refusal(Status status, String reason, Cause cause) {

    /** What comes looks like the first message of a handshake (RFC 8446, section 5.1). */
    static final Refusal TLS = bad("TLS on a port that speaks HTTP in clear");

    Refusal(Status status, String reason) {
        this(status, reason, status.cause);
    }

    /** What the client reads. Names and troubles of servers are nobody's business but the operators'. */
    String text() {
        boolean servers = status.cause == Cause.SERVER || status.cause == Cause.SERVER_LATE;
        return status.code + " " + status.phrase + (servers ? "\n" : ": " + reason + "\n");
    }

    static Refusal bad(String reason) {
        return new Refusal(Status.BAD_REQUEST, reason);
    }

    static Refusal lineTooLong(HttpLimits limits) {
        return new Refusal(Status.URI_TOO_LONG, "the first line is longer than " + limits.line() + " bytes");
    }

    static Refusal headTooLarge(HttpLimits limits) {
        return new Refusal(Status.FIELDS_TOO_LARGE, "the head is longer than " + limits.head() + " bytes");
    }

    static Refusal tooManyFields(HttpLimits limits) {
        return new Refusal(Status.FIELDS_TOO_LARGE, "more than " + limits.fields() + " fields");
    }

    static Refusal bodyTooLarge(HttpLimits limits) {
        return new Refusal(Status.CONTENT_TOO_LARGE, "the body is larger than " + limits.body() + " bytes");
    }

    /** The statuses that this proxy gives by itself. */
    enum Status {
        BAD_REQUEST(400, "Bad Request", Cause.PROXY),
        METHOD_NOT_ALLOWED(405, "Method Not Allowed", Cause.PROXY),
        REQUEST_TIMEOUT(408, "Request Timeout", Cause.CLIENT_LATE),
        CONTENT_TOO_LARGE(413, "Content Too Large", Cause.PROXY),
        URI_TOO_LONG(414, "URI Too Long", Cause.PROXY),
        FIELDS_TOO_LARGE(431, "Request Header Fields Too Large", Cause.PROXY),
        NOT_IMPLEMENTED(501, "Not Implemented", Cause.PROXY),
        BAD_GATEWAY(502, "Bad Gateway", Cause.SERVER),
        UNAVAILABLE(503, "Service Unavailable", Cause.SERVER),
        GATEWAY_TIMEOUT(504, "Gateway Timeout", Cause.SERVER_LATE),
        VERSION(505, "HTTP Version Not Supported", Cause.PROXY);

        final int code;
        final String phrase;
        final Cause cause;

        Status(int code, String phrase, Cause cause) {
            this.code = code;
            this.phrase = phrase;
            this.cause = cause;
        }
    }
}
