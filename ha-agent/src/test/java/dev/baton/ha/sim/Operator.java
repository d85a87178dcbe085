package dev.baton.ha.sim;

import java.util.SplittableRandom;

/** Wants addresses elsewhere, sometimes at the wrong moment. */
final class Operator {

    private final World world;
    private final Strikes strikes;
    private final SplittableRandom random;

    Operator(World world, Strikes strikes) {
        this.world = world;
        this.strikes = strikes;
        this.random = world.random;
    }

    /** Who shall follow may be gone by then. */
    void switchoverThatMayFail(Node target) {
        switchover(target);
        if (random.nextInt(4) == 0) {
            boolean killed = random.nextBoolean();
            world.in(
                    20,
                    () -> strikes.strikeToo(killed ? Fault.CRASH : Fault.PAUSE, () -> {
                        if (killed) {
                            strikes.crash(target);
                        } else {
                            strikes.pause(target);
                        }
                    }));
        }
    }

    /** An operator asks for it somewhere; the word gets to the master like any other. */
    void switchover(Node target) {
        Node asked = world.nodes.get(random.nextInt(world.nodes.size()));
        int group = random.nextInt(world.scenario.groups());
        boolean force = random.nextBoolean();
        world.log(() -> "an operator wants " + World.name(group) + " on " + target.name);
        asked.post((agent, now) -> {
            Node master = agent.router(group).master().isEmpty()
                    ? asked
                    : world.node(agent.router(group).master());
            if (master == asked || world.hears(master, asked)) {
                world.in(
                        5,
                        () -> master.post((it, at) -> {
                            world.orders.given(group, target, force);
                            it.feed(group, (router, local) -> router.switchover(target.name, force, local), at);
                        }));
            }
        });
    }
}
