package dev.baton.lb.admin;

import static java.util.Objects.requireNonNull;

/**
 * A request to the admin API, however it came.
 *
 * @param method GET or POST
 * @param uri what it is about, as {@code /v1/status}
 * @param body JSON; empty for GET
 * @param caller who asks, for the log
 */
public record AdminQuestion(String method, String uri, String body, String caller) {

    public AdminQuestion {
        requireNonNull(method, "method is null");
        requireNonNull(uri, "uri is null");
        requireNonNull(body, "body is null");
        requireNonNull(caller, "caller is null");
    }
}
