package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.vrrp.Advertisement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Interconnects that hand everything over at once, in order and on the sender's thread. */
final class MemoryNetwork {

    private final Map<String, Interconnect.Listener> listeners = new TreeMap<>();
    final List<Advertisement> sent = new ArrayList<>();
    boolean broken;
    boolean cut;

    Interconnect join(String node) {
        return new Interconnect() {
            @Override
            public void start(Listener listener) {
                listeners.put(node, listener);
            }

            @Override
            public void advertise(Advertisement advertisement) {
                if (broken) {
                    throw new IllegalStateException("the network is broken");
                }
                sent.add(advertisement);
                listeners.forEach((name, listener) -> {
                    if (!cut && !name.equals(node)) {
                        listener.onAdvertisement(advertisement);
                    }
                });
            }

            @Override
            public void command(String to, Command command) {
                requireNonNull(listeners.get(to), "no such node").onCommand(node, command);
            }

            @Override
            public void close() {
                if (broken) {
                    throw new IllegalStateException("the network is broken");
                }
                if (listeners.remove(node) != null) {
                    listeners.values().forEach(listener -> listener.onPeerLeft(node));
                }
            }
        };
    }

    /** The process ends without a word. */
    void kill(String node) {
        listeners.remove(node);
        listeners.values().forEach(listener -> listener.onPeerDied(node));
    }
}
