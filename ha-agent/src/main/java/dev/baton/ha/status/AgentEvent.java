package dev.baton.ha.status;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something that happened on this node, beside its changes of role.
 *
 * @param at the wall clock's; for people, nothing is decided by it
 * @param group the floating IP group; empty for what concerns the whole node
 * @param kind what sort of thing
 * @param term the highest term seen of the group; 0 where there is none
 * @param what in words for people
 */
public record AgentEvent(Instant at, String group, Kind kind, long term, String what) {

    public AgentEvent {
        requireNonNull(at, "at is null");
        requireNonNull(group, "group is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(what, "what is null");
    }

    /** Of the whole node, now. */
    public static AgentEvent ofNode(Kind kind, String what) {
        return new AgentEvent(Instant.now(), "", kind, 0, what);
    }

    /** In the order of a takeover, and what else there is. */
    public enum Kind {
        /** A peer is not heard any more, or its process has ended. */
        DETECTED,
        /** The service LAN was asked who has the addresses. */
        PROBED,
        /** This node takes the addresses. */
        CLAIMED,
        /** The addresses are on their interfaces. */
        BOUND,
        /** The LAN was told where they are. */
        ANNOUNCED,
        /** A client got an answer at an address for the first time since. */
        SERVED,
        /** The addresses are off their interfaces. */
        RELEASED,
        /** A peer is heard, for the first time or again. */
        HEARD,
        /** Something is wrong that moves no address. */
        ALARM,
        /** The interconnect turned something away. */
        REJECTED
    }
}
