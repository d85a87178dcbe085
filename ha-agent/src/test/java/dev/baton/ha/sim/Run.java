package dev.baton.ha.sim;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One seed's run, from the start of the first node to the quiet after the last fault.
 *
 * @param broken what was not kept, or null
 * @param promise the class that noticed, or empty
 * @param faults what struck, and how often
 * @param longestNobodyNanos the longest time in which nobody owned an address although a node was fit
 * @param trace what happened, one line an event; empty unless asked for
 */
record Run(
        long seed,
        @Nullable String broken,
        String promise,
        Map<Fault, Integer> faults,
        long longestNobodyNanos,
        String trace) {

    /** The longest hold-down, and a preemption after it. */
    private static final long SETTLE = Duration.ofMillis(7_500).toNanos();

    private static final long STEP = Duration.ofMillis(500).toNanos();

    private static final long QUIET = Duration.ofMillis(1_500).toNanos();

    static Run of(long seed, boolean tracing) {
        World world = new World(seed, tracing);
        Plan plan = new Plan(world);
        SomeOwner someOwner = promise(world, plan);
        String broken = null;
        String promise = "";
        try {
            live(world, plan);
        } catch (Violation e) {
            broken = e.getMessage();
            promise = e.promise();
        }
        return new Run(seed, broken, promise, world.trouble.counts(), someOwner.longest(), world.trace());
    }

    private static SomeOwner promise(World world, Plan plan) {
        SomeOwner someOwner = new SomeOwner(world);
        world.promises.add(someOwner);
        world.promises.add(new Evidence(world));
        world.promises.add(new Fit(world));
        world.promises.add(new OneOwner(world));
        world.promises.add(new Terms(world));
        world.promises.add(world.orders);
        world.promises.add(new Steadiness(world, plan));
        world.promises.add(new Whereabouts(world));
        world.promises.add(new Leases(world));
        world.promises.add(new HoldDown(world));
        return someOwner;
    }

    private static void live(World world, Plan plan) {
        for (Node node : world.nodes) {
            world.in(1_000, () -> node.start(true));
        }
        AtRest atRest = new AtRest(world);
        world.promises.add(atRest);
        plan.schedule();
        world.at(Plan.CALM_START, () -> world.weather = world.scenario.weather());
        world.runUntil(Plan.CALM_START + Plan.RAGE);
        plan.cease();
        long quiet = Plan.CALM_START + Plan.RAGE + SETTLE;
        // Most settle long before: nobody is held down, and nothing has moved for a while.
        for (long step = Plan.CALM_START + Plan.RAGE + STEP; step < quiet; step += STEP) {
            world.runUntil(step);
            if (atRest.since() < step - QUIET && AtRest.allAtTheirBest(world)) {
                quiet = step;
            }
        }
        world.promises.add(new Quiet(world, quiet));
        world.runUntil(quiet + QUIET);
        world.promises.forEach(Promise::whenQuiet);
    }
}
