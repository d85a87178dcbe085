package dev.baton.ha.sim;

import dev.baton.ha.vrrp.Advertisement;

/** One network between the nodes: loses, delays, repeats and reorders, and may be cut in one direction alone. */
final class HeartbeatPath {

    private final World world;
    private final boolean onLan;
    private final boolean[][] blocked;
    private final int[][][] lostInRow;

    HeartbeatPath(World world, int nodes, boolean onLan) {
        this.world = world;
        this.onLan = onLan;
        blocked = new boolean[nodes][nodes];
        lostInRow = new int[world.scenario.groups()][nodes][nodes];
    }

    boolean onLan() {
        return onLan;
    }

    void block(int from, int to, boolean value) {
        blocked[from][to] = value;
    }

    void heal() {
        for (boolean[] row : blocked) {
            java.util.Arrays.fill(row, false);
        }
    }

    boolean carries(Node from, Node to) {
        return !blocked[from.index][to.index] && !from.suspended && (!onLan || world.onSameLan(from, to));
    }

    void send(Node from, Advertisement advertisement) {
        for (Node to : world.nodes) {
            if (to != from && carries(from, to) && !lost(World.index(advertisement.group()), from.index, to.index)) {
                deliver(to, advertisement);
                if (world.weather.duplication() > 0 && world.random.nextDouble() < world.weather.duplication()) {
                    deliver(to, advertisement);
                }
            }
        }
    }

    private void deliver(Node to, Advertisement advertisement) {
        long arrival = world.now() + 50_000 + world.random.nextLong(world.weather.delayNanos());
        world.at(arrival, () -> to.hear(advertisement));
    }

    /** Of one group's words only so many in a row: two groups' take turns, and one might never get through. */
    private boolean lost(int group, int from, int to) {
        Scenario.Weather weather = world.weather;
        int[] inRow = lostInRow[group][from];
        boolean lose =
                weather.loss() > 0 && inRow[to] < weather.lostInRow() && world.random.nextDouble() < weather.loss();
        inRow[to] = lose ? inRow[to] + 1 : 0;
        return lose;
    }
}
