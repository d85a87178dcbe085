package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.Envelope;
import dev.baton.ha.cluster.Envelope.Heartbeat;
import dev.baton.ha.cluster.Envelope.Hello;
import dev.baton.ha.cluster.Envelope.Order;
import dev.baton.ha.cluster.ReplayGuard;
import java.util.HashMap;
import java.util.Map;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

/** Where each node was last heard, and what of it has been heard already. */
final class Peers {

    private final ReplayGuard guard = new ReplayGuard();
    private final Map<String, Address> addresses = new HashMap<>();
    private final Map<String, Long> incarnations = new HashMap<>();

    /** Returns whether the envelope is new; then its sender's address is noted. */
    synchronized boolean accept(Envelope envelope, Address from) {
        boolean fresh = switch (envelope.content()) {
            case Heartbeat(var a) -> guard.accept(envelope.node(), "group " + a.group(), a.incarnation(), a.sequence());
            case Order _ -> guard.accept(envelope.node(), "orders", envelope.incarnation(), envelope.sequence());
            case Hello _ -> guard.accept(envelope.node(), "hellos", envelope.incarnation(), envelope.sequence());
        };
        if (fresh) {
            addresses.put(envelope.node(), from);
            incarnations.put(envelope.node(), envelope.incarnation());
        }
        return fresh;
    }

    /**
     * The node has proven that it lives in this incarnation. One that is lower than what was heard of it means that its
     * clock was set back while it was away: then, and only then, counting begins anew.
     */
    synchronized void proven(Envelope peer) {
        Long heard = incarnations.put(peer.node(), peer.incarnation());
        if (heard != null && heard > peer.incarnation()) {
            guard.forget(peer.node());
        }
    }

    synchronized @Nullable Address address(String node) {
        return addresses.get(node);
    }
}
