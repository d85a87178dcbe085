package dev.baton.ha.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Cuts ways between nodes, and mends them. */
final class InterconnectStrikes {

    private final World world;
    private final Strikes strikes;
    private final SplittableRandom random;

    InterconnectStrikes(World world, Strikes strikes) {
        this.world = world;
        this.strikes = strikes;
        this.random = world.random;
    }

    void strike(Fault fault, Node node) {
        int nodes = world.nodes.size();
        switch (fault) {
            case INTERCONNECT_DOWN -> cut("the interconnect", world.paths, (_, _) -> true);
            case PARTITION -> {
                int side = random.nextInt(1, (1 << nodes) - 1);
                cut(
                        "the ways between the sides of " + Integer.toBinaryString(side),
                        somePaths(),
                        (from, to) -> (side >> from & 1) != (side >> to & 1));
            }
            case ONE_WAY -> {
                int to = (node.index + random.nextInt(1, nodes)) % nodes;
                cut(
                        "the way from " + node.name + " to " + world.nodes.get(to).name,
                        world.paths,
                        (from, end) -> from == node.index && end == to);
            }
            case DEAF_OR_MUTE -> {
                boolean deaf = random.nextBoolean();
                cut(
                        deaf ? "all ways to " + node.name : "all ways from " + node.name,
                        somePaths(),
                        (from, to) -> (deaf ? to : from) == node.index);
            }
            case CRASH, POWER_OFF, GRACEFUL_STOP, PAUSE, SUSPEND, LINK_DOWN, LAN_SPLIT -> {}
            case SWITCHOVER, BIND_REFUSED, VANISHED, TRACKER_FAULT, TRACKER_WEIGHT -> {}
            case MAINTENANCE, OUT_OF_SYNC, WITNESS_DOWN -> {}
        }
    }

    private List<HeartbeatPath> somePaths() {
        return random.nextBoolean() ? world.paths : List.of(world.paths.get(random.nextInt(world.paths.size())));
    }

    private void cut(String what, List<HeartbeatPath> paths, Ways ways) {
        world.log(() -> what + (paths.size() < world.paths.size() ? " on one network" : "") + " cut");
        List<Runnable> mends = new ArrayList<>();
        for (HeartbeatPath path : paths) {
            for (Node from : world.nodes) {
                for (Node to : world.nodes) {
                    if (from != to && ways.include(from.index, to.index)) {
                        path.block(from.index, to.index, true);
                        mends.add(() -> path.block(from.index, to.index, false));
                    }
                }
            }
        }
        strikes.later(() -> {
            world.log(() -> what + " mended");
            mends.forEach(Runnable::run);
        });
    }

    @FunctionalInterface
    private interface Ways {
        boolean include(int from, int to);
    }
}
