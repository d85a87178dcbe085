package dev.baton.ha.cluster;

import dev.baton.ha.vrrp.Advertisement;
import java.io.IOException;

/** The network between the nodes, as the agent sees it. */
public interface Interconnect extends AutoCloseable {

    /**
     * Joins the cluster and begins to deliver.
     *
     * @throws IOException if the network cannot be joined; the message names the address and the way out
     */
    void start(Listener listener) throws IOException;

    /** Sends to all peers, at most once, unordered: a late heartbeat is worthless. Never blocks on a slow peer. */
    void advertise(Advertisement advertisement);

    /** Sends a command to one node, reliably. */
    void command(String node, Command command);

    /** As {@link StateChannel#sendState}; what arrives goes to {@link Listener#onState}. */
    default boolean sendState(String node, byte[] message) {
        return false;
    }

    /** What was not let in since the start. */
    default Rejected rejected() {
        return Rejected.NOTHING;
    }

    /** Leaves the cluster, so that the peers need not find out by themselves. */
    @Override
    void close();

    /** Called on the interconnect's threads; must not block. Nothing unauthenticated reaches it. */
    interface Listener {

        void onAdvertisement(Advertisement advertisement);

        void onCommand(String from, Command command);

        /** Session state has come; the election has no use for it. */
        default void onState(String from, byte[] message) {}

        /**
         * Something was turned away that is of a new sort, or has not been told of for a while; called seldom, whatever
         * attackers do.
         *
         * @param what who sent it, what was wrong with it, and how often, in words
         */
        default void onRejected(String what) {}

        /** The peer's process has ended: its kernel closed a connection. A cut link does not show here. */
        void onPeerDied(String node);

        /** The peer has left in good order. */
        void onPeerLeft(String node);
    }
}
