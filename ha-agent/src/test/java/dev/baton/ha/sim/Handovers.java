package dev.baton.ha.sim;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import org.jspecify.annotations.Nullable;

/** A master hands over when an operator wants it or when the policy does, and only to a node that is ready for it. */
final class Handovers implements Promise {

    /** By then a node that has started or stood still knows whether there is a master. */
    private static final long SETTLED = 2_000_000_000L;

    private static final long NO_RIVAL = 500_000_000L;

    private final World world;
    private final boolean[][] toFollow;
    private final long[][] roleSince;
    private final boolean[] failed;
    /** Who has handed over and has not been followed yet. */
    private final @Nullable Node[] handing;

    private int orderedGroup;
    private String orderedTarget = "";
    private boolean forced;
    private long orderedNanos = -1;

    Handovers(World world) {
        this.world = world;
        this.toFollow =
                new boolean[world.scenario.groups()][world.scenario.nodes().size()];
        this.failed = new boolean[world.scenario.groups()];
        this.handing = new Node[world.scenario.groups()];
        this.roleSince =
                new long[world.scenario.groups()][world.scenario.nodes().size()];
    }

    @Override
    public void onRole(Node node, RoleChange change) {
        int group = World.index(change.group());
        roleSince[group][node.index] = world.now();
        if (change.to() == Role.MASTER) {
            failed[group] |= node == handing[group] || change.reason().contains(" did not take over");
            handing[group] = null;
        }
    }

    /** Whether a master has handed over in vain: it does not do so again for longer than a run lasts. */
    boolean failed(int group) {
        return failed[group];
    }

    void given(int group, Node target, boolean force) {
        orderedGroup = group;
        orderedTarget = target.name;
        forced = force;
        orderedNanos = world.now();
    }

    @Override
    public void onSend(Node node, Advertisement word) {
        boolean handsOver = word.role() == Role.BACKUP
                && word.priority() == Advertisement.RELEASED
                && !word.successor().isEmpty();
        if (!handsOver) {
            return;
        }
        int group = World.index(word.group());
        Node target = world.node(word.successor());
        Advertisement last = node.senses.last(group, target);
        if (last != null && last.role() == Role.MASTER) {
            // Of two masters one steps down, and names the other. Terms holds which.
            return;
        }
        handing[group] = node;
        boolean ordered = orderedNanos == world.now() && orderedGroup == group && orderedTarget.equals(target.name);
        world.check(
                last != null && last.role() == Role.BACKUP && last.priority() > 0,
                () -> node.name + " hands over to " + target.name + ", which it does not know as a backup");
        world.check(
                (last != null && last.synced()) || (ordered && forced),
                () -> node.name + " hands over to " + target.name + ", which is not in sync");
        if (!ordered) {
            checkPolicy(node, group, target, last);
        }
    }

    /** Who is named takes over with the very word, unless it cannot. */
    @Override
    public void onHeard(Node node, Advertisement word) {
        int group = World.index(word.group());
        boolean named = word.successor().equals(node.name)
                && word.priority() == Advertisement.RELEASED
                && word.role() == Role.BACKUP;
        long awakeSince = Math.max(Math.max(node.startedNanos, node.resumedNanos), roleSince[group][node.index]);
        Advertisement last = node.senses.last(group, world.node(word.node()));
        boolean expected = named
                && last != null
                && last.sequence() < word.sequence()
                && last.incarnation() == word.incarnation()
                && node.router(group).master().equals(word.node())
                && node.is(Role.BACKUP, group)
                && !node.bindFails
                && !world.scenario.quorum()
                // One whose turns are that late listens anew after each.
                && world.weather.jitterNanos() < world.scenario.heartbeat().toNanos()
                && world.now() - awakeSince > SETTLED
                && node.senses.allHeard(group)
                // It makes sure first that nobody has claimed them since, unheard.
                && Math.max(word.term(), node.senses.termHeard(group)) <= last.term()
                // And that nobody else is about to take them, or has taken them since that word.
                && node.senses.rivalNanos[group] < world.now() - NO_RIVAL
                && node.senses.answeredNanos[group] < world.now() - new Bounds(world.scenario).silence();
        if (expected) {
            toFollow[group][node.index] = true;
        }
    }

    @Override
    public void afterTurn(Node node) {
        for (int group = 0; group < toFollow.length; group++) {
            boolean expected = toFollow[group][node.index];
            toFollow[group][node.index] = false;
            world.check(
                    !expected || node.is(Role.MASTER, group) || node.is(Role.FAULT, group),
                    () -> node.name + " is named successor and does not follow");
        }
    }

    private void checkPolicy(Node node, int group, Node target, @Nullable Advertisement last) {
        if (last == null) {
            return;
        }
        Advertisement self = node.router(group).self();
        boolean degraded = self.priority() < self.basePriority();
        world.check(
                world.scenario.preempt() || degraded,
                () -> node.name + " hands over to " + target.name + " although nobody wants that");
        world.check(
                last.priority() > self.priority(),
                () -> node.name + " hands over to " + target.name + ", which is not better");
        long ready = node.senses.readyNanos(group, target);
        world.check(
                ready >= world.scenario.preemptDelay().toNanos(),
                () -> node.name + " hands over to " + target.name + ", which is ready for only " + ready / 1_000_000
                        + " ms");
    }
}
