package dev.baton.lb.config;

import java.util.Optional;

/**
 * One rule of an HTTP frontend. It fits when all conditions of {@code when} hold, and not all of {@code unless}.
 *
 * @param unless empty when there is no exception
 * @param action what happens then
 * @param headers changed on the way to the backend and back
 * @param rewrite how the path is changed on the way to the backend
 */
public record RuleConfig(
        Conditions when,
        Optional<Conditions> unless,
        Action action,
        HeadersConfig headers,
        Optional<PathRewrite> rewrite) {

    /** What happens to a request that the rule fits. */
    public sealed interface Action {

        /** Goes to a backend, by name. */
        record Forward(String backend) implements Action {}

        /** Is sent elsewhere (RFC 9110, section 15.4). */
        record Redirect(int status, Template to) implements Action {}

        /** Gets an answer that doesn't ask any server. */
        record Respond(int status, String contentType, String body) implements Action {}
    }

    /**
     * Puts another beginning before what is left of a path.
     *
     * @param prefix begins the paths that are changed, in whole segments unless it ends with a slash
     * @param to takes its place
     */
    public record PathRewrite(String prefix, String to) {}
}
