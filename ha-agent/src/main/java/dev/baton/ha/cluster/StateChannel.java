package dev.baton.ha.cluster;

/**
 * Carries session state between nodes, beside the heartbeats and never before them. What it carries is opaque to the
 * interconnect. Whoever sends must bound what is on its way by the receiver's answers: here nothing waits for anybody.
 */
public interface StateChannel {

    /** No message is longer. */
    int MAX_BYTES = 32 * 1024;

    /**
     * Sends to one node, sealed and in order with what was sent to it before. Never blocks. What is lost on the network
     * is repeated; what is on its way when the network is cut or a node ends may be lost.
     *
     * @return false if there is no way to the node now
     * @throws IllegalArgumentException if the message is longer than {@link #MAX_BYTES}
     */
    boolean sendState(String node, byte[] message);

    /** From now on all that arrives goes there; nothing unauthenticated does. To be called before the start. */
    void listenToState(Receiver receiver);

    /** Called on the interconnect's threads; must not block. */
    interface Receiver {

        void onState(String from, byte[] message);

        /** The channel is about to close: the last chance to send. May take a fifth of a second, for it is waited for. */
        default void onClosing() {}

        /** The node's process has ended, or it has left. */
        void onGone(String node);
    }
}
