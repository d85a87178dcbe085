package dev.baton.ha.agent;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.AgentEvent.Kind;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells when a peer comes to be heard, and when it is not any more. A few lost heartbeats are no news: on busy machines
 * and poor networks they would push everything else out of the history. Used by the election thread only.
 */
final class PeerWatch {

    /** A silence of so many heartbeats is told. */
    private static final int SILENT_HEARTBEATS = 20;

    private final String self;
    private final long patienceNanos;
    private final Consumer<AgentEvent> listener;
    private final Set<String> heard = new HashSet<>();
    private final Map<String, Long> silentSinceNanos = new HashMap<>();

    PeerWatch(String self, Duration heartbeat, Consumer<AgentEvent> listener) {
        this.self = self;
        this.patienceNanos = heartbeat.toNanos() * SILENT_HEARTBEATS;
        this.listener = listener;
    }

    /** Told before anything is made of it. */
    void gone(String peer, String how) {
        if (heard.remove(peer)) {
            tell(Kind.DETECTED, peer + " " + how);
        }
    }

    /** @param groups as of this turn; every peer's heartbeats speak for all of them, so the first says who is heard */
    void look(List<GroupStatus> groups, long nowNanos) {
        if (groups.isEmpty()) {
            return;
        }
        for (GroupStatus.Member member : groups.getFirst().nodes()) {
            if (!member.name().equals(self)) {
                look(member, nowNanos);
            }
        }
    }

    private void look(GroupStatus.Member member, long nowNanos) {
        if (member.role() == Role.INIT) {
            long since = silentSinceNanos.computeIfAbsent(member.name(), _ -> nowNanos);
            if (nowNanos - since >= patienceNanos && heard.remove(member.name())) {
                String why = member.reasons().isEmpty()
                        ? "is not there any more"
                        : member.reasons().getFirst();
                tell(Kind.DETECTED, member.name() + " " + why);
            }
            return;
        }
        silentSinceNanos.remove(member.name());
        if (heard.add(member.name())) {
            tell(Kind.HEARD, member.name() + " is heard");
        }
    }

    private void tell(Kind kind, String what) {
        listener.accept(AgentEvent.ofNode(kind, what));
    }
}
