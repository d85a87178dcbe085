package dev.baton.ha.sim;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;

/** When all is well again there is one master, all agree on it, it is the right one, and nothing moves any more. */
final class Quiet implements Promise {

    private static final int VANISHED_TOO_OFTEN = 5;

    private final World world;
    private final long fromNanos;

    Quiet(World world, long fromNanos) {
        this.world = world;
        this.fromNanos = fromNanos;
    }

    @Override
    public void onRole(Node node, RoleChange change) {
        world.check(world.now() < fromNanos, () -> node.name + " changes its role although all is well");
    }

    @Override
    public void whenQuiet() {
        for (int group = 0; group < world.scenario.groups(); group++) {
            Node owner = owner(group);
            for (Node node : world.nodes) {
                if (node.running) {
                    look(node, owner, group);
                }
            }
            lookWhetherBest(owner, group);
        }
    }

    private Node owner(int group) {
        Node owner = null;
        for (Node node : world.nodes) {
            if (node.kernel.has(group)) {
                Node first = owner;
                world.check(first == null, () -> "two owners although all is well");
                owner = node;
            }
        }
        if (owner == null) {
            world.check(false, () -> "no owner although all is well");
            throw new AssertionError();
        }
        return owner;
    }

    private void look(Node node, Node owner, int group) {
        Role role = node.router(group).role();
        boolean atRest =
                role == Role.FAULT && world.trouble.counts().getOrDefault(Fault.VANISHED, 0) >= VANISHED_TOO_OFTEN;
        world.check(
                role == (node == owner ? Role.MASTER : Role.BACKUP) || atRest,
                () -> node.name + " is " + role + " although all is well");
        String master = node.router(group).master();
        world.check(master.equals(owner.name), () -> node.name + " takes " + master + " for the master");
        world.check(
                node.router(group).explain(node.local()).stream().noneMatch(String::isBlank),
                () -> node.name + " does not explain itself");
    }

    private void lookWhetherBest(Node owner, int group) {
        boolean handedByHand = world.trouble.had(Fault.SWITCHOVER);
        boolean refused = world.trouble.had(Fault.BIND_REFUSED);
        if (!world.scenario.preempt() || handedByHand || refused || world.orders.failed(group)) {
            return;
        }
        Advertisement self = owner.router(group).self();
        for (Node node : world.nodes) {
            boolean better =
                    node.is(Role.BACKUP, group) && node.router(group).self().priority() > self.priority();
            world.check(!better, () -> owner.name + " keeps " + World.name(group) + " from " + node.name);
        }
    }
}
