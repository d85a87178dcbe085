package dev.baton.ha.sim;

import dev.baton.ha.vrrp.Role;
import java.util.Optional;

/** Who has a reason not to own an address neither takes nor keeps it, and nobody holds one but as master. */
final class Fit implements Promise {

    private final World world;
    private final long silence;
    private final long noticed;
    private final boolean[][] wasMaster;

    Fit(World world) {
        this.world = world;
        wasMaster = new boolean[world.scenario.groups()][world.nodes.size()];
        silence = new Bounds(world.scenario).silence();
        noticed = silence
                + 2
                        * (world.scenario.heartbeat().toNanos()
                                + world.scenario.weather().jitterNanos());
    }

    @Override
    public void onBind(Node node, int group) {
        objection(node, group, silence)
                .ifPresent(why -> world.check(false, () -> node.name + " binds although " + why));
        Role role = node.router(group).role();
        world.check(role == Role.BACKUP || role == Role.MASTER, () -> node.name + " binds as " + role);
    }

    @Override
    public void onRenew(Node node, int group) {
        Role role = node.router(group).role();
        // One that lets go in the same turn has decided on the renewal before.
        boolean master = role == Role.MASTER || wasMaster[group][node.index];
        world.check(master, () -> node.name + " renews a lease as " + role);
    }

    @Override
    public void afterTurn(Node node) {
        for (int group = 0; group < world.scenario.groups(); group++) {
            Role role = node.router(group).role();
            int it = group;
            wasMaster[group][node.index] = role == Role.MASTER;
            if (role == Role.MASTER) {
                objection(node, group, patience(node))
                        .ifPresent(why -> world.check(false, () -> node.name + " is master although " + why));
            } else {
                world.check(!node.kernel.has(group), () -> node.name + " holds " + World.name(it) + " as " + role);
            }
        }
    }

    /** What came while a process stood still it has yet to read. */
    private long patience(Node node) {
        long now = node.world.now();
        return now - node.resumedNanos <= noticed ? now - node.stoodStillNanos + noticed : noticed;
    }

    private Optional<String> objection(Node node, int group, long heardWithin) {
        Senses senses = node.senses;
        if (senses.maintenanceTold) {
            return Optional.of("it is in maintenance");
        }
        if (!senses.linkToldUp) {
            return Optional.of("its link is down");
        }
        if (!senses.trackerToldWell) {
            return Optional.of("its tracker fails");
        }
        int heard = senses.heardWithin(group, heardWithin);
        if (world.scenario.quorum() && 2 * (heard + 1) <= world.nodes.size()) {
            return Optional.of("it hears " + heard + " peers and has no quorum");
        }
        return heard == 0 && !senses.witnessToldThere ? Optional.of("it is isolated") : Optional.empty();
    }
}
