package dev.baton.ha.sim;

/** Nobody takes an address that a living owner answers for, nor a dead one's unless it knows of the death. */
final class Evidence implements Promise {

    private final World world;
    private final long windowNanos;

    Evidence(World world) {
        this.world = world;
        this.windowNanos = new Bounds(world.scenario).evidence();
    }

    @Override
    public void onBind(Node node, int group) {
        if (!world.scenario.probe()) {
            return;
        }
        long before = world.now() - windowNanos;
        for (Node owner : world.nodes) {
            boolean answered = owner != node
                    && owner.kernel.has(group)
                    && owner.kernel.sinceNanos(group) < before
                    && !owner.suspended
                    && owner.resumedNanos < before
                    && world.onSameLan(node, owner)
                    && Math.max(node.lanChangedNanos, owner.lanChangedNanos) < before;
            boolean knownDead = !owner.running && node.senses.goneNanos(owner) >= owner.diedNanos;
            world.check(
                    !answered || knownDead,
                    () -> node.name + " takes " + World.name(group) + " while " + owner.name
                            + (owner.running
                                    ? " has it and answers"
                                    : " is not known to be dead, and its kernel answers"));
        }
    }
}
