package dev.baton.ha.sim;

import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Lets faults strike, and ends them. */
final class Strikes {

    private final World world;
    private final SplittableRandom random;
    private final InterconnectStrikes interconnect;
    private final Operator operator;
    private boolean ceased;

    Strikes(World world) {
        this.world = world;
        this.random = world.random;
        this.interconnect = new InterconnectStrikes(world, this);
        this.operator = new Operator(world, this);
    }

    void strike(Fault fault) {
        if (ceased) {
            return;
        }
        world.trouble.begins(fault);
        Node node = victim();
        switch (fault) {
            case CRASH -> crash(node);
            case POWER_OFF -> powerOff(node);
            case GRACEFUL_STOP -> stop(node);
            case PAUSE -> pause(node);
            case SUSPEND -> suspend(node);
            case LINK_DOWN -> linkDown(node);
            case LAN_SPLIT -> splitLan();
            case INTERCONNECT_DOWN, PARTITION, ONE_WAY, DEAF_OR_MUTE -> interconnect.strike(fault, node);
            case SWITCHOVER -> operator.switchoverThatMayFail(node);
            case BIND_REFUSED -> refuse(node);
            case VANISHED -> vanish(node);
            case TRACKER_FAULT -> tracker(node, 0);
            case TRACKER_WEIGHT -> tracker(node, -random.nextInt(1, 200));
            case MAINTENANCE -> maintenance(node);
            case OUT_OF_SYNC -> outOfSync(node);
            case WITNESS_DOWN -> witness();
        }
    }

    /** The owner more often than the others. */
    private Node victim() {
        int group = random.nextInt(world.scenario.groups());
        if (random.nextBoolean()) {
            for (Node each : world.nodes) {
                if (each.is(Role.MASTER, group)) {
                    return each;
                }
            }
        }
        return world.nodes.get(random.nextInt(world.nodes.size()));
    }

    /** Ends every fault; a node may stay dead as long as another lives. */
    void cease() {
        ceased = true;
        world.log(() -> "all faults end");
        world.trouble.edge();
        world.weather = Scenario.Weather.CALM;
        world.witnessThere = true;
        world.paths.forEach(HeartbeatPath::heal);
        for (Node node : world.nodes) {
            node.bindFails = false;
            setLink(node, true);
            setSegment(node, 0);
            resume(node);
            setMaintenance(node, false);
            setTracker(node, false, 0);
            setTracker(node, false, -1);
            node.post((agent, now) -> agent.feed((router, at) -> router.setSynced(true, at), now));
            boolean needed = node.index == 0 || world.scenario.quorum();
            if (!node.running && (needed || random.nextInt(3) > 0)) {
                node.start(random.nextBoolean());
            }
        }
    }

    /** Later, but not after the end of all faults. */
    void later(Runnable end) {
        long nanos = Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(3, 200) : random.nextInt(3, 4000))
                .toNanos();
        world.at(world.now() + nanos, () -> {
            if (!ceased) {
                world.trouble.edge();
                end.run();
            }
        });
    }

    void crash(Node node) {
        if (node.running && !node.suspended) {
            boolean deadMansSwitch = random.nextInt(4) > 0;
            world.log(node, "is killed" + (deadMansSwitch ? "" : ", and its addresses stay for their lease"));
            node.die();
            if (deadMansSwitch) {
                node.kernel.deadMansSwitch();
            }
            tellOfEnd(node, true);
            restartLater(node);
        }
    }

    private void powerOff(Node node) {
        if (!node.suspended) {
            world.log(node, "loses its power");
            node.die();
            node.kernel.forgetAll();
            restartLater(node);
        }
    }

    private void stop(Node node) {
        if (node.awake()) {
            world.log(node, "is stopped");
            node.stop();
            tellOfEnd(node, false);
            restartLater(node);
        }
    }

    private void restartLater(Node node) {
        later(() -> {
            if (!node.running && !node.suspended) {
                node.start(random.nextInt(3) == 0);
            }
        });
    }

    /** Peers that are connected learn of an ended process from its kernel, most of the time. */
    private void tellOfEnd(Node ended, boolean died) {
        for (Node to : world.nodes) {
            for (HeartbeatPath path : world.paths) {
                boolean connected = to != ended && path.carries(ended, to) && path.carries(to, ended);
                if (connected && random.nextInt(10) > 0) {
                    long life = to.life();
                    world.in(30, () -> to.senses.tellGone(life, ended, died));
                }
            }
        }
    }

    void pause(Node node) {
        if (node.awake()) {
            world.log(node, "is paused");
            node.pause();
            later(() -> resume(node));
        }
    }

    private void resume(Node node) {
        if (node.running && node.paused) {
            world.log(node, "resumes");
            node.resume();
        }
    }

    /** Ends by itself, whatever else does. */
    private void suspend(Node node) {
        if (node.running && !node.suspended) {
            world.log(node, "is suspended");
            long since = world.now();
            node.suspend();
            world.at(since + Duration.ofMillis(random.nextInt(3, 3000)).toNanos(), () -> {
                world.log(node, "wakes up");
                world.trouble.edge();
                node.wakeMachine(since);
            });
        }
    }

    private void linkDown(Node node) {
        setLink(node, false);
        later(() -> setLink(node, true));
    }

    private void setLink(Node node, boolean up) {
        if (node.linkUp != up) {
            world.log(node, up ? "has its link again" : "loses its link");
            node.linkUp = up;
            node.lanChangedNanos = world.now();
            node.senses.tellLink();
        }
    }

    private void splitLan() {
        List<Node> side = new ArrayList<>();
        int mask = random.nextInt(1, 1 << world.nodes.size());
        for (Node node : world.nodes) {
            if ((mask >> node.index & 1) == 1 || mask == 0) {
                side.add(node);
            }
        }
        int segment = random.nextInt(1, 3);
        side.forEach(node -> setSegment(node, segment));
        later(() -> side.forEach(node -> setSegment(node, 0)));
    }

    private void setSegment(Node node, int segment) {
        if (node.segment != segment) {
            world.log(node, "is in segment " + segment + " of the LAN");
            node.segment = segment;
            node.lanChangedNanos = world.now();
        }
    }

    /** What comes on top of another fault. */
    void strikeToo(Fault fault, Runnable strike) {
        if (!ceased) {
            world.trouble.begins(fault);
            strike.run();
        }
    }

    private void refuse(Node node) {
        world.log(node, "cannot bind any more");
        node.bindFails = true;
        later(() -> node.bindFails = false);
    }

    private void vanish(Node node) {
        for (int group = 0; group < world.scenario.groups(); group++) {
            if (node.kernel.vanish(group)) {
                world.log(node, "has an address taken off by somebody");
                int gone = group;
                node.post((agent, now) -> agent.onAddressRemoved(World.ADDRESSES.get(gone)));
            }
        }
    }

    private void tracker(Node node, int weight) {
        setTracker(node, true, weight);
        later(() -> setTracker(node, false, weight));
    }

    private void setTracker(Node node, boolean fails, int weight) {
        world.log(node, "has a check that " + (fails ? "fails, weight " + weight : "is well"));
        node.trackerFails = fails && weight == 0;
        node.senses.tellTracker(fails, weight);
    }

    private void maintenance(Node node) {
        setMaintenance(node, true);
        later(() -> setMaintenance(node, false));
    }

    private void setMaintenance(Node node, boolean value) {
        if (node.maintenance != value) {
            world.log(node, value ? "is in maintenance" : "is out of maintenance");
            node.maintenance = value;
            node.senses.tellMaintenance();
        }
    }

    /** An operator may want just this node to be master. */
    private void outOfSync(Node node) {
        setSynced(node, false);
        if (random.nextInt(3) == 0) {
            world.in(300, () -> strikeToo(Fault.SWITCHOVER, () -> operator.switchover(node)));
        }
        later(() -> setSynced(node, true));
    }

    private void setSynced(Node node, boolean synced) {
        world.log(node, synced ? "is in sync" : "is out of sync");
        node.post((agent, now) -> agent.feed((router, at) -> router.setSynced(synced, at), now));
    }

    private void witness() {
        world.log(() -> "the witness is gone");
        world.witnessThere = false;
        later(() -> world.witnessThere = true);
    }
}
