package dev.baton.ha.vrrp;

/** What a {@link VirtualRouter} wants done, in the order in which it wants it done. */
public sealed interface Action {

    /** Put the group's addresses on their interfaces; answer with {@code onBound} or {@code onBindFailed}. */
    record Bind() implements Action {}

    /** Extend the lease of the group's addresses; answer with {@code onLeaseLost} if one is gone. */
    record Renew() implements Action {}

    /** Take the group's addresses off their interfaces. */
    record Release() implements Action {}

    /** Tell the LAN once where the group's addresses are. */
    record Announce() implements Action {}

    /**
     * Ask the service LAN once whether anybody answers for the group's addresses; answer with {@code onProbeAnswered} or
     * {@code onProbeSilent}.
     *
     * @param id goes back with the answer
     */
    record Probe(long id) implements Action {}

    /** Report that something is wrong that moves no address; nothing is left to do. */
    record Alarm(String message) implements Action {}

    /** Send this to all peers. */
    record Advertise(Advertisement advertisement) implements Action {}

    /**
     * Report a change of role; nothing is left to do.
     *
     * @param term of a new MASTER the term it claimed, otherwise the highest term seen
     * @param reason why, in words for people
     */
    record Transition(Role from, Role to, long term, String reason) implements Action {}
}
