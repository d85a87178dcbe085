package dev.baton.ha.agent;

import dev.baton.ha.status.RoleChange;

/** Hears of each change of role on this node, in order; must not block. */
@FunctionalInterface
public interface RoleListener {

    void onRole(RoleChange change);
}
