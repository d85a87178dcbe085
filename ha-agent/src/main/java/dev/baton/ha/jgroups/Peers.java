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

    /** Returns whether the envelope is new; then its sender's address is noted. */
    synchronized boolean accept(Envelope envelope, Address from) {
        boolean fresh = switch (envelope.content()) {
            case Heartbeat(var a) -> guard.accept(envelope.node(), "group " + a.group(), a.incarnation(), a.sequence());
            case Order _ -> guard.accept(envelope.node(), "orders", envelope.incarnation(), envelope.sequence());
            case Hello _ -> guard.accept(envelope.node(), "hellos", envelope.incarnation(), envelope.sequence());
        };
        if (fresh) {
            addresses.put(envelope.node(), from);
        }
        return fresh;
    }

    synchronized void begin(String node) {
        guard.forget(node);
    }

    synchronized @Nullable Address address(String node) {
        return addresses.get(node);
    }
}
