package dev.baton.ha.sim;

import java.util.Arrays;

/** The LAN believes the right machine to have the address, soon after there is only one that answers for it. */
final class Whereabouts implements Promise {

    private static final int ANYBODY = -1;

    private final World world;
    private final long bound;
    private final int[] believed;
    private final int[] owner;
    private final long[] sinceNanos;

    Whereabouts(World world) {
        this.world = world;
        this.bound = new Bounds(world.scenario).announced();
        believed = new int[world.scenario.groups()];
        owner = new int[world.scenario.groups()];
        sinceNanos = new long[world.scenario.groups()];
        Arrays.fill(believed, ANYBODY);
        Arrays.fill(owner, ANYBODY);
    }

    @Override
    public void onAnnounce(Node node, int group) {
        boolean heardByClients = node.linkUp && node.segment == 0 && !node.suspended;
        believed[group] = heardByClients ? node.index : ANYBODY;
        if (owner[group] != node.index) {
            // Whoever else has the address has to say so from now on, even if this node gives it up in the same turn.
            owner[group] = ANYBODY;
        }
    }

    @Override
    public void afterEvent() {
        for (int group = 0; group < believed.length; group++) {
            look(group);
        }
    }

    private void look(int group) {
        Node only = null;
        int answering = 0;
        for (Node each : world.nodes) {
            if (each.kernel.has(group) && each.linkUp && each.segment == 0 && !each.suspended) {
                answering++;
                only = each;
            }
        }
        if (answering != 1 || only == null || !only.awake()) {
            if (answering > 1) {
                believed[group] = ANYBODY - 1;
            }
            owner[group] = ANYBODY;
            return;
        }
        if (owner[group] != only.index) {
            owner[group] = only.index;
            sinceNanos[group] = world.now();
        }
        long since = Math.max(Math.max(sinceNanos[group], only.lanChangedNanos), only.resumedNanos);
        String name = only.name;
        boolean known = believed[group] == ANYBODY || believed[group] == only.index;
        world.check(
                known || world.now() - since <= bound,
                () -> name + " has " + World.name(group) + " and does not say so");
    }
}
