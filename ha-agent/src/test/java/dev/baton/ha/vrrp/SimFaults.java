package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.Random;

/** Does to a simulated cluster what the world does to a real one. */
final class SimFaults {

    private final SimCluster cluster;
    private final Random random;

    SimFaults(SimCluster cluster) {
        this.cluster = cluster;
        this.random = cluster.random;
    }

    /** Schedules faults from now until then, each with its own end. */
    void rage(long untilNanos) {
        cluster.loss = random.nextBoolean() ? 0 : random.nextDouble() * 0.3;
        cluster.duplication = random.nextBoolean() ? 0 : random.nextDouble() * 0.3;
        cluster.maxDelayNanos = millis(1, random.nextBoolean() ? 2 : 120);
        cluster.maxJitterNanos = millis(1, random.nextBoolean() ? 2 : 60);
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            cluster.at(cluster.now() + random.nextLong(untilNanos - cluster.now()), this::strike);
        }
    }

    /** Ends every fault; a node may stay dead as long as another lives. */
    void cease() {
        cluster.log("all faults end");
        cluster.calm.networkTrouble();
        cluster.heal();
        for (SimNode node : cluster.nodes) {
            node.bindFails = false;
            setInterface(node, true);
            node.resume();
            if (!node.running && (node == cluster.nodes.getFirst() || random.nextBoolean())) {
                cluster.log(node.name + " is started");
                node.start();
            }
        }
    }

    private void strike() {
        cluster.calm.trouble();
        SimNode node = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
        switch (random.nextInt(9)) {
            case 0 -> crash(node);
            case 1 -> leave(node);
            case 2 -> pause(node);
            case 3 -> partition();
            case 4 -> cutOneWay(node);
            case 5 -> flapInterface(node);
            case 6 -> switchover(node);
            case 7 -> failBinding(node);
            case 8 -> desync(node);
            default -> throw new AssertionError("no such fault");
        }
    }

    private void crash(SimNode node) {
        if (node.running) {
            boolean deadMansSwitch = random.nextInt(4) > 0;
            cluster.log(node.name + " crashes" + (deadMansSwitch ? "" : ", its address stays for its lease"));
            node.crash(deadMansSwitch);
            cluster.tellOfEnd(node, true);
            restartLater(node);
        }
    }

    private void leave(SimNode node) {
        if (node.awake()) {
            cluster.log(node.name + " is stopped");
            node.stop();
            cluster.tellOfEnd(node, false);
            restartLater(node);
        }
    }

    private void restartLater(SimNode node) {
        later(() -> {
            if (!node.running) {
                cluster.log(node.name + " is started");
                node.start();
            }
        });
    }

    private void pause(SimNode node) {
        if (node.awake()) {
            cluster.log(node.name + " is paused");
            node.paused = true;
            later(() -> {
                if (node.paused) {
                    cluster.log(node.name + " resumes");
                    node.resume();
                }
            });
        }
    }

    private void partition() {
        int side = 1 + random.nextInt((1 << cluster.nodes.size()) - 2);
        cluster.log("partition " + Integer.toBinaryString(side));
        setPartition(side, true);
        later(() -> {
            cluster.log("partition " + Integer.toBinaryString(side) + " heals");
            setPartition(side, false);
        });
    }

    private void setPartition(int side, boolean value) {
        for (int i = 0; i < cluster.nodes.size(); i++) {
            for (int j = 0; j < cluster.nodes.size(); j++) {
                if (((side >> i) & 1) != ((side >> j) & 1)) {
                    cluster.setCut(cluster.nodes.get(i), cluster.nodes.get(j), value);
                }
            }
        }
    }

    private void cutOneWay(SimNode from) {
        SimNode to = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
        cluster.log(to.name + " does not hear " + from.name);
        cluster.setCut(from, to, true);
        later(() -> {
            cluster.log(to.name + " hears " + from.name + " again");
            cluster.setCut(from, to, false);
        });
    }

    private void flapInterface(SimNode node) {
        cluster.log(node.name + "'s interface goes down");
        setInterface(node, false);
        later(() -> {
            cluster.log(node.name + "'s interface comes up");
            setInterface(node, true);
        });
    }

    private static void setInterface(SimNode node, boolean up) {
        if (node.interfaceUp != up) {
            node.interfaceUp = up;
            node.cutOffWhilePaused |= node.paused && !up;
            node.feed((router, now) -> router.onInterface("eth0", up, now));
        }
    }

    private void switchover(SimNode target) {
        cluster.log("switchover to " + target.name);
        cluster.nodes.forEach(node -> node.feed((router, now) -> router.switchover(target.name, true, now)));
    }

    private void failBinding(SimNode node) {
        cluster.log(node.name + " cannot bind");
        node.bindFails = true;
        later(() -> node.bindFails = false);
    }

    /** Who is first in line changes: for a moment two nodes may both think that it is them. */
    private void desync(SimNode node) {
        setSynced(node, false);
        later(() -> setSynced(node, true));
    }

    private void setSynced(SimNode node, boolean synced) {
        cluster.log(node.name + (synced ? " is in sync" : " is not in sync"));
        cluster.calm.networkTrouble();
        node.feed((router, now) -> router.setSynced(synced, now));
    }

    private void later(Runnable end) {
        cluster.at(cluster.now() + millis(5, 4000), () -> {
            cluster.calm.trouble();
            end.run();
        });
    }

    private long millis(int from, int to) {
        return Duration.ofMillis(from + random.nextInt(to - from + 1)).toNanos();
    }
}
