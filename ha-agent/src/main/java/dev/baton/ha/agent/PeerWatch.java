package dev.baton.ha.agent;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.AgentEvent.Kind;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.vrrp.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells when a peer comes to be heard, and when it is not any more. Used by the election thread only. */
final class PeerWatch {

    private final String self;
    private final Consumer<AgentEvent> listener;
    private final Set<String> heard = new HashSet<>();

    PeerWatch(String self, Consumer<AgentEvent> listener) {
        this.self = self;
        this.listener = listener;
    }

    /** Told before anything is made of it. */
    void gone(String peer, String how) {
        if (heard.remove(peer)) {
            tell(Kind.DETECTED, peer + " " + how);
        }
    }

    /** @param groups as of this turn; every peer's heartbeats speak for all of them, so the first says who is heard */
    void look(List<GroupStatus> groups) {
        if (groups.isEmpty()) {
            return;
        }
        for (GroupStatus.Member member : groups.getFirst().nodes()) {
            if (!member.name().equals(self)) {
                look(member);
            }
        }
    }

    private void look(GroupStatus.Member member) {
        if (member.role() == Role.INIT) {
            if (heard.remove(member.name())) {
                String why = member.reasons().isEmpty()
                        ? "is not there any more"
                        : member.reasons().getFirst();
                tell(Kind.DETECTED, member.name() + " " + why);
            }
        } else if (heard.add(member.name())) {
            tell(Kind.HEARD, member.name() + " is heard");
        }
    }

    private void tell(Kind kind, String what) {
        listener.accept(AgentEvent.ofNode(kind, what));
    }
}
