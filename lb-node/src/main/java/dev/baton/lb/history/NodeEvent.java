package dev.baton.lb.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.RoleChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on a node, as it is kept and shown. Fields may be added, never renamed.
 *
 * @param number counts up on the node, over its restarts; 0 in what was kept before there were numbers
 * @param time the wall clock's, ISO 8601 in UTC, to the millisecond; for people, nothing is decided by it
 * @param group the floating IP group; empty for what concerns the whole node
 * @param kind {@value #ROLE} for a change of role; otherwise one of {@link AgentEvent.Kind} in lower case
 * @param from the role before; empty unless it is a change of role
 * @param to the role after; empty unless it is a change of role
 * @param term the term, see {@link RoleChange#term()}
 * @param reason why, or what
 */
public record NodeEvent(
        long number,
        @JsonProperty(required = true) String time,
        @JsonProperty(required = true) String group,
        String kind,
        @JsonProperty(required = true) String from,
        @JsonProperty(required = true) String to,
        @JsonProperty(required = true) long term,
        @JsonProperty(required = true) String reason) {

    /** In characters: some of what is told of was sent by strangers. */
    private static final int MOST_WORDS = 300;

    /** A change of role. */
    public static final String ROLE = "role";

    /** @param kind null in what was kept before there were kinds */
    public NodeEvent(
            long number,
            String time,
            String group,
            @Nullable String kind,
            String from,
            String to,
            long term,
            String reason) {
        this.number = number;
        this.time = time;
        this.group = group;
        this.kind = kind == null ? ROLE : kind;
        this.from = from;
        this.to = to;
        this.term = term;
        this.reason = reason;
    }

    static NodeEvent of(RoleChange change, Instant now, long number) {
        return new NodeEvent(
                number,
                text(now),
                change.group(),
                ROLE,
                change.from().name(),
                change.to().name(),
                change.term(),
                change.reason());
    }

    static NodeEvent of(AgentEvent event, long number) {
        return new NodeEvent(
                number,
                text(event.at()),
                event.group(),
                event.kind().name().toLowerCase(Locale.ROOT),
                "",
                "",
                event.term(),
                event.what().length() <= MOST_WORDS
                        ? event.what()
                        : event.what().substring(0, MOST_WORDS));
    }

    /** To sort by: whole seconds are written shorter, so the texts do not sort. */
    public Instant at() {
        return Instant.parse(time);
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
