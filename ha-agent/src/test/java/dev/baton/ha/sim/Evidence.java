package dev.baton.ha.sim;

import dev.baton.ha.vrrp.Role;

/**
 * Nobody takes an address that a living owner answers for, nor a dead one's unless it knows of the death. Of two that ask
 * the LAN at the same time, whether or not they hear each other, one takes it.
 */
final class Evidence implements Promise {

    /** Until a question has got to a kernel and its answer back. */
    private static final long ANSWER = 2_000_000;

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
                    && owner.kernel.sinceNanos(group) < (asksInTurn(node, owner, group) ? world.now() - ANSWER : before)
                    && !owner.suspended
                    && !answersBesides(owner, node, group)
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

    /**
     * Whether the process stands still on a machine that was suspended and woke up: it had the address before it was taken
     * over, and no question would make its kernel fall silent. Who puts its own back serves clients at least.
     */
    private boolean answersBesides(Node owner, Node node, int group) {
        return owner.paused
                && node.router(group).role() == Role.MASTER
                && owner.kernel.sinceNanos(group) < node.kernel.sinceNanos(group);
    }

    /** Whether both came by their turn as those do that ask. */
    private boolean asksInTurn(Node node, Node owner, int group) {
        return node.senses.askedNanos[group] > world.now() - windowNanos
                && node.router(group).role() == Role.BACKUP
                && owner.kernel.takenOver(group)
                && owner.running
                && Math.max(owner.startedNanos, node.startedNanos) < world.now() - windowNanos;
    }
}
