package dev.baton.lb.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.baton.ha.status.RoleChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A change of role as it is kept and shown.
 *
 * @param time the wall clock's, ISO 8601 in UTC, to the millisecond; for people, nothing is decided by it
 * @param group the floating IP group
 * @param from the role before
 * @param to the role after
 * @param term the term, see {@link RoleChange#term()}
 * @param reason why
 */
public record RoleEvent(
        @JsonProperty(required = true) String time,
        @JsonProperty(required = true) String group,
        @JsonProperty(required = true) String from,
        @JsonProperty(required = true) String to,
        @JsonProperty(required = true) long term,
        @JsonProperty(required = true) String reason) {

    static RoleEvent of(RoleChange change, Instant now) {
        return new RoleEvent(
                now.truncatedTo(ChronoUnit.MILLIS).toString(),
                change.group(),
                change.from().name(),
                change.to().name(),
                change.term(),
                change.reason());
    }
}
