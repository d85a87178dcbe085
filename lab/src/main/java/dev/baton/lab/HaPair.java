package dev.baton.lab;

/** Two nodes that share the floating address before the servers of a {@link Stage}, whatever program does that. */
public interface HaPair extends AutoCloseable {
    Stage stage();

    /** The node that has the floating addresses, by its kernel. */
    HaNode master();

    /** The one that is not this one. */
    HaNode peerOf(HaNode node);

    /** Waits until both nodes are well and agree on who has the addresses. */
    void awaitWhole();

    /** What both nodes say and the ends of their logs, for the message of something that went wrong. */
    String describe();

    @Override
    void close();
}
