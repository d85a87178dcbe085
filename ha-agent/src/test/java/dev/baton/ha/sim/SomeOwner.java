package dev.baton.ha.sim;

import dev.baton.ha.vrrp.Role;
import java.util.Arrays;

/** While a node is fit, somebody owns the address again soon after it was lost and all that befell has befallen. */
final class SomeOwner implements Promise {

    private final World world;
    private final long bound;
    private final long[] ownedNanos;
    private long longest;

    SomeOwner(World world) {
        this.world = world;
        this.bound = new Bounds(world.scenario).nobody();
        this.ownedNanos = new long[world.scenario.groups()];
        Arrays.fill(ownedNanos, 0);
    }

    @Override
    public void afterEvent() {
        long now = world.now();
        for (int group = 0; group < ownedNanos.length; group++) {
            if (world.owned(group) || answeredByAny(group) || !anyFit(group)) {
                ownedNanos[group] = now;
            }
            long lasted = now - Math.max(ownedNanos[group], world.trouble.lastNanos());
            longest = Math.max(longest, lasted);
            int it = group;
            world.check(
                    lasted <= bound,
                    () -> "nobody owns " + World.name(it) + " for " + lasted / 1_000_000
                            + " ms although a node is fit");
        }
    }

    /** The longest time in which nobody owned an address although a node was fit, in nanoseconds. */
    long longest() {
        return longest;
    }

    private boolean answeredByAny(int group) {
        for (Node each : world.nodes) {
            if (world.scenario.probe() && each.kernel.has(group)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyFit(int group) {
        for (Node each : world.nodes) {
            if (each.awake() && each.linkUp && !each.bindFails && each.is(Role.BACKUP, group)) {
                return true;
            }
        }
        return false;
    }
}
