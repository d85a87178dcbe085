package dev.baton.ha.sim;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;

/** Each claim is above every term that the claimant has heard of, and every change of role has a reason. */
final class Terms implements Promise {

    private final World world;
    private final long[][] claimed;
    private final long[][] lives;

    Terms(World world) {
        this.world = world;
        claimed = new long[world.scenario.groups()][world.nodes.size()];
        lives = new long[world.scenario.groups()][world.nodes.size()];
    }

    @Override
    public void onRole(Node node, RoleChange change) {
        world.check(!change.reason().isBlank(), () -> node.name + " does not say why it is " + change.to());
        int group = World.index(change.group());
        if (change.to() != Role.MASTER) {
            checkLoser(node, group, change);
            return;
        }
        if (lives[group][node.index] != node.life()) {
            lives[group][node.index] = node.life();
            claimed[group][node.index] = 0;
        }
        long before = Math.max(claimed[group][node.index], node.senses.termHeard(group));
        world.check(
                change.term() > before,
                () -> node.name + " claims term " + change.term() + " although it knows of term " + before);
        claimed[group][node.index] = change.term();
    }

    /** Of two masters that meet the later claim stays. */
    private void checkLoser(Node node, int group, RoleChange change) {
        int end = change.reason().indexOf(" is master too");
        if (end > 0) {
            Node winner = world.node(change.reason().substring(0, end));
            world.check(
                    claimed[group][winner.index] >= claimed[group][node.index],
                    () -> node.name + " gives way to " + winner.name + ", whose claim is older");
        }
    }

    @Override
    public void afterTurn(Node node) {
        for (int group = 0; group < claimed.length; group++) {
            int it = group;
            world.check(
                    node.router(group).term() >= node.senses.termHeard(group),
                    () -> node.name + " forgets term " + node.senses.termHeard(it));
        }
    }
}
