package dev.baton.lb.proxy.http;

import dev.baton.lb.config.RuleConfig.PathRewrite;
import dev.baton.lb.config.Template;
import dev.baton.lb.pool.Backend;
import org.jspecify.annotations.Nullable;

/** What happens to a request. */
sealed interface Route {

    /**
     * Goes to a server of a backend.
     *
     * @param stickiness how it finds the server that its client belongs to
     * @param rewrite how the path is changed on the way; mostly null
     * @param request changes of the request's fields
     * @param response changes of the response's fields
     */
    record Forward(
            Backend backend,
            Stickiness stickiness,
            @Nullable PathRewrite rewrite,
            FieldEdits request,
            FieldEdits response)
            implements Route {}

    /** Is sent elsewhere. */
    record Redirect(int status, Template to) implements Route {}

    /** Gets this answer. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Respond(int status, String contentType, byte[] body) implements Route {}
}
