package dev.baton.ha.sim;

import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a process has been told of the world, and what of it is retold to the process after a restart. */
final class Senses {

    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long WITNESS_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final int WITNESS_MISSES = 2;

    private final Node node;
    private final World world;
    private final long[][] heardLocalNanos;
    private final long[] goneNanos;
    private final long[] termHeard;
    private final long[][] candidateSince;
    private final @Nullable Advertisement[][] last;
    private int witnessMissed;

    /** When the process last asked the LAN for an address, in world time. */
    final long[] askedNanos;

    /** When it was last told that somebody answers for the address, in world time. */
    final long[] answeredNanos;

    /** When it last heard another ask, in world time. */
    final long[] rivalNanos;

    boolean linkToldUp = true;
    boolean witnessToldThere = true;
    boolean maintenanceTold;
    boolean trackerToldWell = true;

    Senses(Node node) {
        this.node = node;
        this.world = node.world;
        heardLocalNanos =
                new long[world.scenario.groups()][world.scenario.nodes().size()];
        goneNanos = new long[world.scenario.nodes().size()];
        termHeard = new long[world.scenario.groups()];
        askedNanos = new long[world.scenario.groups()];
        answeredNanos = new long[world.scenario.groups()];
        rivalNanos = new long[world.scenario.groups()];
        candidateSince =
                new long[world.scenario.groups()][world.scenario.nodes().size()];
        last = new Advertisement[world.scenario.groups()][world.scenario.nodes().size()];
    }

    void born() {
        for (long[] row : heardLocalNanos) {
            Arrays.fill(row, NEVER);
        }
        Arrays.fill(goneNanos, NEVER);
        Arrays.fill(termHeard, 0);
        Arrays.fill(askedNanos, NEVER);
        Arrays.fill(answeredNanos, NEVER);
        Arrays.fill(rivalNanos, NEVER);
        for (Advertisement[] row : last) {
            Arrays.fill(row, null);
        }
        linkToldUp = true;
        witnessToldThere = true;
        maintenanceTold = false;
        trackerToldWell = true;
        witnessMissed = 0;
    }

    void heard(Advertisement advertisement) {
        int group = World.index(advertisement.group());
        Node sender = world.node(advertisement.node());
        int peer = sender.index;
        termHeard[group] = Math.max(termHeard[group], advertisement.term());
        Advertisement before = last[group][peer];
        boolean late = before != null
                && (before.incarnation() == advertisement.incarnation()
                        ? before.sequence() >= advertisement.sequence()
                        : before.incarnation() == sender.incarnation());
        if (late) {
            return;
        }
        heardLocalNanos[group][peer] = node.local();
        if (before == null || !candidate(before) || !candidate(advertisement)) {
            candidateSince[group][peer] = node.local();
        }
        last[group][peer] = advertisement;
    }

    private static boolean candidate(Advertisement word) {
        return word.role() == Role.BACKUP && word.priority() > 0 && word.synced();
    }

    /** The peer's latest word in this life, or null. */
    @Nullable Advertisement last(int group, Node peer) {
        return last[group][peer.index];
    }

    /** For how long every word of the peer has said that it is ready to take over. */
    long readyNanos(int group, Node peer) {
        Advertisement word = last[group][peer.index];
        return word != null && candidate(word) ? node.local() - candidateSince[group][peer.index] : 0;
    }

    long termHeard(int group) {
        return termHeard[group];
    }

    void tellRival(int group, long toLife, boolean goesFirst) {
        node.postFirst(toLife, (agent, now) -> {
            rivalNanos[group] = world.now();
            world.log(node, "hears another ask for " + World.name(group) + (goesFirst ? ", which goes first" : ""));
            agent.feed(group, (router, at) -> router.onRival(goesFirst, at), now);
        });
    }

    /** Whether every peer was heard within a heartbeat and a little. */
    boolean allHeard(int group) {
        return heardWithin(group, 2 * world.scenario.heartbeat().toNanos()) == world.nodes.size() - 1;
    }

    /** How many peers were heard in that time. */
    int heardWithin(int group, long nanos) {
        long now = node.local();
        int count = 0;
        for (long at : heardLocalNanos[group]) {
            if (now - at <= nanos) {
                count++;
            }
        }
        return count;
    }

    /** When this process was last told that the peer's process has ended, in world time. */
    long goneNanos(Node peer) {
        return goneNanos[peer.index];
    }

    void tellGone(long toLife, Node peer, boolean died) {
        node.post(toLife, (agent, now) -> {
            goneNanos[peer.index] = world.now();
            world.log(node, "hears that " + peer.name + (died ? " died" : " left"));
            agent.feed((router, at) -> died ? router.onPeerDied(peer.name, at) : router.onPeerLeft(peer.name, at), now);
        });
    }

    void tellLink() {
        boolean up = node.linkUp;
        node.post((agent, now) -> {
            linkToldUp = up;
            agent.onInterface(Node.INTERFACE, up, now);
        });
    }

    void tellTheRest() {
        if (node.maintenance) {
            tellMaintenance();
        }
        if (node.trackerFails) {
            long same = node.life();
            world.in(200, () -> {
                if (node.life() == same && node.trackerFails) {
                    tellTracker(true, 0);
                }
            });
        }
        if (world.scenario.syncing()) {
            node.post((agent, now) -> agent.feed((router, at) -> router.setSynced(false, at), now));
            long same = node.life();
            world.in(
                    500,
                    () -> node.post(same, (agent, now) -> agent.feed((router, at) -> router.setSynced(true, at), now)));
        }
        if (world.scenario.witness()) {
            askWitness(node.life());
        }
    }

    void tellMaintenance() {
        boolean value = node.maintenance;
        node.post((agent, now) -> {
            maintenanceTold = value;
            agent.feed((router, at) -> router.setMaintenance(value, at), now);
        });
    }

    void tellTracker(boolean fails, int weight) {
        String tracker = weight == 0 ? "script" : "gauge";
        node.post((agent, now) -> {
            trackerToldWell = weight == 0 ? !fails : trackerToldWell;
            agent.feed((router, at) -> router.onTracker(tracker, !fails, weight, "it fails", at), now);
        });
    }

    /** As the watch of the agent does: each second, and two misses are a loss. */
    private void askWitness(long asked) {
        if (node.life() != asked || !node.running) {
            return;
        }
        if (node.awake()) {
            boolean there = world.reachesWitness(node);
            world.at(world.now() + Question.witnessNanos(there), () -> {
                witnessMissed = there ? 0 : witnessMissed + 1;
                if (node.life() == asked && (there || witnessMissed >= WITNESS_MISSES)) {
                    tellWitness(there);
                }
            });
        }
        world.at(world.now() + WITNESS_INTERVAL, () -> askWitness(asked));
    }

    void tellWitness(boolean there) {
        node.post((agent, now) -> {
            witnessToldThere = there;
            agent.feed((router, at) -> router.onWitness(there, at), now);
        });
    }
}
