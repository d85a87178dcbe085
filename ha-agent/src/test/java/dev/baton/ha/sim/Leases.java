package dev.baton.ha.sim;

/** A lease is lost only by a process that stood still. */
final class Leases implements Promise {

    private final World world;

    Leases(World world) {
        this.world = world;
    }

    @Override
    public void afterEvent() {
        for (Node node : world.nodes) {
            for (int group = 0; group < world.scenario.groups(); group++) {
                if (!node.suspended && node.kernel.takeExpiry(group)) {
                    world.log(node, "has lost " + World.name(group) + " by its lease");
                    long awakeSince = Math.max(node.startedNanos, node.resumedNanos);
                    long lease = world.scenario.lease().toNanos();
                    world.check(
                            !node.awake() || awakeSince > world.now() - lease / 2,
                            () -> node.name + " lets its lease run out");
                }
            }
        }
    }
}
