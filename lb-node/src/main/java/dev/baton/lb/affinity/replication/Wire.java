package dev.baton.lb.affinity.replication;

/** The way to the other nodes. */
public interface Wire {

    /**
     * Sends to one node, in order with all else that was sent to it; never waits.
     *
     * @return false if there is no way to it now
     */
    boolean send(String node, byte[] message);
}
