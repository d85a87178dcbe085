package dev.baton.ha.sim;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;

/** Who has lost mastership by its own fault, and does so again, is last in line for a while. */
final class HoldDown implements Promise {

    private static final int LAST_IN_LINE = 1;

    /** The first hold-down is 1 s, by a clock that may be a little fast. */
    private static final long FIRST = Duration.ofMillis(990).toNanos();

    private final World world;
    private final int[][] losses;
    private final long[][] lives;
    private final long[][] untilNanos;

    HoldDown(World world) {
        this.world = world;
        int groups = world.scenario.groups();
        int nodes = world.nodes.size();
        losses = new int[groups][nodes];
        lives = new long[groups][nodes];
        untilNanos = new long[groups][nodes];
    }

    @Override
    public void onRole(Node node, RoleChange change) {
        int group = World.index(change.group());
        if (lives[group][node.index] != node.life()) {
            lives[group][node.index] = node.life();
            losses[group][node.index] = 0;
            untilNanos[group][node.index] = 0;
        }
        if (change.from() == Role.MASTER && byOwnFault(change)) {
            losses[group][node.index]++;
            if (losses[group][node.index] > 1) {
                untilNanos[group][node.index] = world.now() + FIRST;
            }
        }
    }

    private static boolean byOwnFault(RoleChange change) {
        return switch (change.to()) {
            case FAULT -> !change.reason().contains("maintenance");
            case BACKUP ->
                change.reason().startsWith("this process stood still")
                        || change.reason().startsWith("machine was suspended");
            case MASTER, INIT -> false;
        };
    }

    @Override
    public void onSend(Node node, Advertisement word) {
        int group = World.index(word.group());
        boolean held = world.now() < untilNanos[group][node.index] && lives[group][node.index] == node.life();
        world.check(
                !held || word.priority() <= LAST_IN_LINE,
                () -> node.name + " has failed again as master and claims priority " + word.priority());
    }
}
