package dev.baton.ha.sim;

/** Two that answer for an address and hear each other settle it within the time that a word takes. */
final class OneOwner implements Promise {

    private static final long NEVER = Long.MIN_VALUE;

    private final World world;
    private final Bounds bounds;
    private final long[][][] sinceNanos;
    private final int nodes;

    OneOwner(World world) {
        this.world = world;
        this.bounds = new Bounds(world.scenario);
        this.nodes = world.nodes.size();
        sinceNanos = new long[world.scenario.groups()][nodes][nodes];
        for (long[][] group : sinceNanos) {
            for (long[] row : group) {
                java.util.Arrays.fill(row, NEVER);
            }
        }
    }

    @Override
    public void afterEvent() {
        for (int group = 0; group < world.scenario.groups(); group++) {
            for (int i = 0; i < nodes; i++) {
                for (int j = i + 1; j < nodes; j++) {
                    look(group, i, j);
                }
            }
        }
    }

    private void look(int group, int i, int j) {
        Node one = world.nodes.get(i);
        Node other = world.nodes.get(j);
        boolean both = one.kernel.has(group) && other.kernel.has(group);
        if (!both || !one.awake() || !other.awake() || !world.hears(one, other) || !world.hears(other, one)) {
            sinceNanos[group][i][j] = NEVER;
            return;
        }
        if (sinceNanos[group][i][j] == NEVER) {
            sinceNanos[group][i][j] = world.now();
        }
        long lasted = world.now() - sinceNanos[group][i][j];
        // News of an end that is no news any more makes the other be taken for dead for a while.
        long told = Math.max(one.senses.goneNanos(other), other.senses.goneNanos(one));
        long misled = told > sinceNanos[group][i][j] - bounds.silence() ? bounds.silence() : 0;
        world.check(
                lasted <= bounds.twoMastersInTouch() + misled,
                () -> one.name + " and " + other.name + " both have " + World.name(group) + " for " + lasted / 1_000_000
                        + " ms although they hear each other");
    }
}
