package dev.baton.ha.sim;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Advertisement;

/** Something that Baton promises, and that watches the world for the moment at which it is not kept. */
interface Promise {

    /** A process is about to put a group's address on its interface. */
    default void onBind(Node node, int group) {}

    default void onRenew(Node node, int group) {}

    default void onAnnounce(Node node, int group) {}

    default void onRole(Node node, RoleChange change) {}

    default void onSend(Node node, Advertisement advertisement) {}

    /** A process is about to digest an advertisement. */
    default void onHeard(Node node, Advertisement advertisement) {}

    /** A process has taken a turn. */
    default void afterTurn(Node node) {}

    /** Anything has happened. */
    default void afterEvent() {}

    /** All faults have ended long ago, and will not come back. */
    default void whenQuiet() {}
}
