package dev.baton.lb.admin;

import static java.util.Objects.requireNonNull;

/**
 * What the admin API answers.
 *
 * @param status of HTTP
 * @param body JSON, unless a page or metrics were asked for
 */
public record AdminAnswer(int status, String body) {

    public AdminAnswer {
        requireNonNull(body, "body is null");
    }
}
