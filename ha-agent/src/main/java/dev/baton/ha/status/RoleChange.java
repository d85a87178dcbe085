package dev.baton.ha.status;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.vrrp.Role;

/**
 * A change of this node's role in one group.
 *
 * @param group the floating IP group
 * @param from the role before
 * @param to the role from now on
 * @param term of a new MASTER the term it claimed, otherwise the highest term seen
 * @param reason why, in words for people
 */
public record RoleChange(String group, Role from, Role to, long term, String reason) {

    public RoleChange {
        requireNonNull(group, "group is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(reason, "reason is null");
    }
}
