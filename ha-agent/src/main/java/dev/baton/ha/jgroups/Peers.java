package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.Envelope;
import dev.baton.ha.cluster.Envelope.Heartbeat;
import dev.baton.ha.cluster.Envelope.Hello;
import dev.baton.ha.cluster.Envelope.Order;
import dev.baton.ha.cluster.ReplayGuard;
import dev.baton.ha.cluster.StateFrame;
import java.util.HashMap;
import java.util.Map;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

/** Where each node was last heard, and what of it has been heard already. */
final class Peers {

    /** What is known of a message that bears a true seal and tag. */
    enum Verdict {
        /** Nobody can have heard it before. */
        FRESH,
        /** Heard before, or older than what was. */
        COPY,
        /** Its sender's process has not proven yet that it lives, so this may be a recording. */
        UNPROVEN
    }

    private final boolean proofWanted;
    private final ReplayGuard guard = new ReplayGuard();
    private final Map<String, Address> addresses = new HashMap<>();
    private final Map<String, Long> incarnations = new HashMap<>();
    private final Map<String, Long> proven = new HashMap<>();

    /**
     * @param proofWanted whether only those are heard who have proven on a presence connection that they live: a process
     *     that has just started knows no sequence numbers, and would take what was recorded in its former life for news
     */
    Peers(boolean proofWanted) {
        this.proofWanted = proofWanted;
    }

    /** If the envelope is fresh, its sender's address is noted. */
    synchronized Verdict accept(Envelope envelope, Address from) {
        Long alive = proven.get(envelope.node());
        if (proofWanted && (alive == null || alive != envelope.incarnation())) {
            return alive != null && envelope.incarnation() < alive ? Verdict.COPY : Verdict.UNPROVEN;
        }
        boolean fresh = switch (envelope.content()) {
            case Heartbeat(var a) -> guard.accept(envelope.node(), "group " + a.group(), a.incarnation(), a.sequence());
            case Order _ -> guard.accept(envelope.node(), "orders", envelope.incarnation(), envelope.sequence());
            case Hello _ -> guard.accept(envelope.node(), "hellos", envelope.incarnation(), envelope.sequence());
        };
        if (!fresh) {
            return Verdict.COPY;
        }
        addresses.put(envelope.node(), from);
        incarnations.put(envelope.node(), envelope.incarnation());
        return Verdict.FRESH;
    }

    /** As {@link #accept}, but its sender's address is not learned from it: it is a heartbeat that tells a peer is there. */
    synchronized Verdict accept(StateFrame frame) {
        Long alive = proven.get(frame.node());
        if (proofWanted && (alive == null || alive != frame.incarnation())) {
            return Verdict.UNPROVEN;
        }
        return guard.accept(frame.node(), "state", frame.incarnation(), frame.sequence())
                ? Verdict.FRESH
                : Verdict.COPY;
    }

    /**
     * The node has proven that it lives in this incarnation. One that is lower than what was heard of it means that its
     * clock was set back while it was away: then, and only then, counting begins anew.
     */
    synchronized void proven(Envelope peer) {
        proven.put(peer.node(), peer.incarnation());
        Long heard = incarnations.put(peer.node(), peer.incarnation());
        if (heard != null && heard > peer.incarnation()) {
            guard.forget(peer.node());
        }
    }

    synchronized @Nullable Address address(String node) {
        return addresses.get(node);
    }
}
