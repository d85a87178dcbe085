package dev.baton.ha.sim;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;

/** Notices when nothing has moved for a while and nothing is left to come. Not a promise of Baton, but a fellow of those. */
final class AtRest implements Promise {

    private final World world;
    private long sinceNanos;

    AtRest(World world) {
        this.world = world;
    }

    @Override
    public void onRole(Node node, RoleChange change) {
        sinceNanos = world.now();
    }

    /** Since when no role has changed and no fault has begun or ended. */
    long since() {
        return Math.max(sinceNanos, world.trouble.lastNanos());
    }

    /** Whether no node is held down, unfit or asleep, and each group has the master that it should have. */
    static boolean allAtTheirBest(World world) {
        for (int group = 0; group < world.scenario.groups(); group++) {
            int best = 0;
            int master = 0;
            for (Node node : world.nodes) {
                if (node.running) {
                    Advertisement self = node.router(group).self();
                    if (!node.awake() || self.priority() < self.basePriority()) {
                        return false;
                    }
                    best = Math.max(best, self.priority());
                    master = Math.max(master, self.role() == Role.MASTER ? self.priority() : 0);
                }
            }
            if (master == 0 || (world.scenario.preempt() && master < best)) {
                return false;
            }
        }
        return true;
    }
}
