package dev.baton.ha.jgroups;

import java.util.List;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.stack.Protocol;

/**
 * Tells the group membership above that a process is known dead, so that reliable messages stop waiting for it. Takes
 * the place of FD_SOCK2, whose port listens to anyone and whose ring watches one neighbour only.
 */
final class PresenceDetector extends Protocol {

    /** The membership takes a new view from the member whose turn it is; with the others this only leaves a note. */
    void suspect(Address dead) {
        up_prot.up(new Event(Event.SUSPECT, List.of(dead)));
        down_prot.down(new Event(Event.SUSPECT, List.of(dead)));
    }
}
