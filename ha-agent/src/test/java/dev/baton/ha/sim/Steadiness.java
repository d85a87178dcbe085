package dev.baton.ha.sim;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;

/** Addresses move for a reason: so often as something befell, and not at all when only the interconnect suffers. */
final class Steadiness implements Promise {

    private final World world;
    private final Plan plan;
    private final int[] takeovers;

    Steadiness(World world, Plan plan) {
        this.world = world;
        this.plan = plan;
        this.takeovers = new int[world.scenario.groups()];
    }

    @Override
    public void onRole(Node node, RoleChange change) {
        if (change.to() == Role.MASTER) {
            int group = World.index(change.group());
            takeovers[group]++;
            Scenario scenario = world.scenario;
            boolean nobodyMoves = plan.interconnectOnly()
                    && scenario.probe()
                    && !scenario.quorum()
                    && !scenario.preempt()
                    && scenario.weather().jitterNanos() < scenario.heartbeat().toNanos()
                    && world.now() > Plan.CALM_START;
            world.check(
                    !nobodyMoves,
                    () -> node.name + " takes " + change.group() + " although only the interconnect suffers");
        }
    }

    @Override
    public void whenQuiet() {
        // Without a look at the LAN, who does not hear the best node takes over from it, and preemption gives back.
        boolean toAndFro = world.scenario.preempt() && !world.scenario.probe();
        if (!world.scenario.weather().gentle() || toAndFro) {
            return;
        }
        for (int group = 0; group < takeovers.length; group++) {
            int it = group;
            int atMost = 1 + world.nodes.size() + 2 * world.trouble.edges();
            world.check(
                    takeovers[group] <= atMost,
                    () -> World.name(it) + " moved " + takeovers[it] + " times for " + world.trouble.edges()
                            + " changes for the worse or better");
        }
    }
}
