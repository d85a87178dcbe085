package dev.baton.ha.cluster;

/** What one node asks of another. */
public sealed interface Command {

    /**
     * Asks the master of a group to hand it to another node.
     *
     * @param group the floating IP group
     * @param target the node that shall be master
     * @param force hand over even to a node that is not in sync
     */
    record Switchover(String group, String target, boolean force) implements Command {}
}
