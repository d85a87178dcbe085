package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;

/**
 * Why a message is not served.
 *
 * @param status what the client is told, or would be if it were its fault
 * @param reason in a few words, without anything the message said
 */
record Refusal(Status status, String reason) {

    static Refusal bad(String reason) {
        return new Refusal(Status.BAD_REQUEST, reason);
    }

    static Refusal lineTooLong(HttpLimits limits) {
        return new Refusal(Status.URI_TOO_LONG, "the first line is longer than " + limits.line() + " bytes");
    }

    static Refusal bodyTooLarge(HttpLimits limits) {
        return new Refusal(Status.CONTENT_TOO_LARGE, "the body is larger than " + limits.body() + " bytes");
    }

    /** The statuses that this proxy gives by itself. */
    enum Status {
        BAD_REQUEST(400, "Bad Request"),
        METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
        REQUEST_TIMEOUT(408, "Request Timeout"),
        CONTENT_TOO_LARGE(413, "Content Too Large"),
        URI_TOO_LONG(414, "URI Too Long"),
        FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
        BAD_GATEWAY(502, "Bad Gateway"),
        UNAVAILABLE(503, "Service Unavailable"),
        GATEWAY_TIMEOUT(504, "Gateway Timeout"),
        VERSION(505, "HTTP Version Not Supported");

        final int code;
        final String phrase;

        Status(int code, String phrase) {
            this.code = code;
            this.phrase = phrase;
        }
    }
}
