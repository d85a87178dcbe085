package dev.baton.ha.sim;

import dev.baton.ha.vrrp.Role;
import java.util.Arrays;

/** While a node is fit without a break, somebody owns the address again soon after it was lost and all that befell has befallen. */
final class SomeOwner implements Promise {

    private final World world;
    private final long bound;
    private final long[] ownedNanos;
    private final long[][] fitSinceNanos;
    private long longest;

    SomeOwner(World world) {
        this.world = world;
        this.bound = new Bounds(world.scenario).nobody();
        this.ownedNanos = new long[world.scenario.groups()];
        Arrays.fill(ownedNanos, 0);
        this.fitSinceNanos = new long[ownedNanos.length][world.nodes.size()];
    }

    @Override
    public void afterEvent() {
        long now = world.now();
        for (int group = 0; group < ownedNanos.length; group++) {
            if (world.owned(group) || answeredByAny(group)) {
                ownedNanos[group] = now;
            }
            long since = Math.max(ownedNanos[group], longestFitSinceNanos(group));
            long lasted = now - Math.max(since, world.trouble.lastNanos());
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

    /** Since when that node is fit that has been so without a break for the longest; now if none is. */
    private long longestFitSinceNanos(int group) {
        long[] since = fitSinceNanos[group];
        long earliest = world.now();
        for (Node each : world.nodes) {
            boolean fit = each.awake() && each.linkUp && !each.bindFails && each.is(Role.BACKUP, group);
            if (!fit) {
                since[each.index] = world.now();
            }
            earliest = Math.min(earliest, since[each.index]);
        }
        return earliest;
    }
}
