package dev.baton.lb.proxy.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** What statuses are called in IANA's registry, which Netty knows only in part, and in part by old names. */
final class Phrases {

    private Phrases() {}

    static String of(int status) {
        return switch (status) {
            case 208 -> "Already Reported";
            case 226 -> "IM Used";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 416 -> "Range Not Satisfiable";
            case 422 -> "Unprocessable Content";
            case 425 -> "Too Early";
            case 451 -> "Unavailable For Legal Reasons";
            case 508 -> "Loop Detected";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
    }
}
