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

    /**
     * The answer to a {@link Switchover} that is not carried out; a granted one shows in the advertisements.
     *
     * @param group the floating IP group
     * @param target the node that was asked for
     * @param why in words for people; what is longer than 256 bytes is cut off
     */
    record Refusal(String group, String target, String why) implements Command {}
}
