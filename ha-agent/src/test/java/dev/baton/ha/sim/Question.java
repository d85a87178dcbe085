package dev.baton.ha.sim;

import java.time.Duration;

/** A question to the LAN who has an address, asked three times within the patience of the prober, and the witness's beside it. */
final class Question {

    static final long PATIENCE = Duration.ofMillis(25).toNanos();

    private static final long AGAIN = Duration.ofMillis(8).toNanos();
    private static final long FRAME = 300_000;
    private static final long ANSWER = Duration.ofMillis(1).toNanos();
    private static final long WITNESS_PATIENCE = Duration.ofMillis(500).toNanos();
    private static final int TIMES = 3;

    private final World world;
    private final Node node;
    private final int group;
    private final long id;
    private final long life;
    private boolean witnessThere;
    private boolean witnessTold;
    private long witnessKnownNanos;

    private Question(Node node, int group, long id) {
        this.world = node.world;
        this.node = node;
        this.group = group;
        this.id = id;
        this.life = node.life();
    }

    static void ask(Node node, int group, long id) {
        Question question = new Question(node, group, id);
        question.witnessThere = node.world.reachesWitness(node);
        question.witnessKnownNanos = node.world.now() + witnessNanos(question.witnessThere);
        node.senses.askedNanos[group] = node.world.now();
        node.world.log(node, "asks the LAN who has " + World.name(group));
        question.ask(1);
    }

    static long witnessNanos(boolean there) {
        return there ? ANSWER : WITNESS_PATIENCE;
    }

    private void ask(int time) {
        if (node.awake() && node.life() == life) {
            tellRivals();
        }
        if (world.answered(node, group)) {
            world.at(world.now() + ANSWER, () -> verdict(true));
        } else if (time < TIMES) {
            world.at(world.now() + AGAIN, () -> ask(time + 1));
        } else {
            world.at(world.now() + PATIENCE - (TIMES - 1) * AGAIN, this::silence);
        }
    }

    /** The question is a broadcast, which all on the LAN hear. */
    private void tellRivals() {
        for (Node each : world.nodes) {
            if (each != node && !each.suspended && world.onSameLan(node, each)) {
                long rivalsLife = each.life();
                boolean goesFirst = node.mac > each.mac;
                world.at(world.now() + FRAME, () -> each.senses.tellRival(group, rivalsLife, goesFirst));
            }
        }
    }

    /** Silence means something only to a node that is not cut off itself; it is asked again after the wait for a witness. */
    private void silence() {
        if (!world.scenario.witness() || witnessTold) {
            verdict(false);
        } else {
            world.at(Math.max(world.now(), witnessKnownNanos), () -> {
                if (node.life() == life) {
                    node.senses.tellWitness(witnessThere);
                }
                witnessTold = true;
                if (witnessThere) {
                    verdict(false);
                } else {
                    ask(1);
                }
            });
        }
    }

    private void verdict(boolean answered) {
        node.post(life, (agent, now) -> {
            world.log(
                    node,
                    "finds that " + (answered ? "somebody answers" : "nobody answers") + " for " + World.name(group));
            if (answered) {
                node.senses.answeredNanos[group] = world.now();
            }
            agent.feed(
                    group,
                    (router, at) -> answered ? router.onProbeAnswered(id, at) : router.onProbeSilent(id, at),
                    now);
        });
    }
}
