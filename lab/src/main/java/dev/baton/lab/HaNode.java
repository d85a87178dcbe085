package dev.baton.lab;

/** One of two machines that share the floating address, whatever program does that. */
public interface HaNode {
    String name();

    Host host();

    /** Sends a signal to all processes that do the work on this node: they die together, as with their machine. */
    void signal(String signal);

    /** After SIGTERM: waits for the end of the node's programs, which must be a good one. */
    void awaitStopped();

    /** Starts the node again once it has ended. */
    void restart();

    /** Hands the address to the other node, on the operator's command. */
    void switchOver();
}
