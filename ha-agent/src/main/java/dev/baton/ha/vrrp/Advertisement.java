package dev.baton.ha.vrrp;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The heartbeat of one node in one floating IP group (RFC 9568 section 5, with a term and a role added).
 *
 * @param group the floating IP group
 * @param node the sender's name
 * @param incarnation grows with each start of the sender, so that a late message of a former life is recognised
 * @param sequence grows by one with each advertisement of this incarnation and group
 * @param role the sender's role
 * @param term the highest term the sender has seen; of a MASTER, the term it claimed
 * @param basePriority the configured priority, 1 to 254
 * @param priority the effective priority, 0 to 254; 0 announces that a master has given the addresses up
 * @param successor of a master that gives up on command, the node that shall follow; empty otherwise
 * @param synced whether the sender's session state is complete
 * @param healthShare how many of 1000 servers the sender finds healthy; {@link #UNKNOWN_HEALTH} if it cannot say
 * @param configDigest the first 8 bytes of the SHA-256 of the sender's configuration
 * @param reasons why the sender is not at its best, for people; empty when all is well
 */
public record Advertisement(
        String group,
        String node,
        long incarnation,
        long sequence,
        Role role,
        long term,
        int basePriority,
        int priority,
        String successor,
        boolean synced,
        int healthShare,
        long configDigest,
        List<String> reasons) {

    /** The priority with which a master says that it has given up (RFC 9568 section 5.2.4). */
    public static final int RELEASED = 0;

    /** The sender has no servers, or has not looked at all of them yet. */
    public static final int UNKNOWN_HEALTH = -1;

    public Advertisement {
        requireNonNull(group, "group is null");
        requireNonNull(node, "node is null");
        requireNonNull(role, "role is null");
        requireNonNull(successor, "successor is null");
        reasons = List.copyOf(reasons);
        if (healthShare < UNKNOWN_HEALTH || healthShare > 1000) {
            throw new IllegalArgumentException("health share " + healthShare + " is not in -1..1000");
        }
    }
}
