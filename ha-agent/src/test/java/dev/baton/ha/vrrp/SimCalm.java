package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.List;

/**
 * The stricter promises, which hold while the network is gentle: no loss, little delay, no cut, nobody paused.
 *
 * <p>Crashes, stops, starts, switchovers and failing bindings are no excuse for two owners then; and after any fault
 * there must be an owner within the time that a start from nothing takes.
 */
final class SimCalm {

    /** By then every node has heard every other again. */
    private static final long TWO_OWNERS_EXCUSED = Duration.ofMillis(300).toNanos();

    /**
     * Start delay, master-down interval, as much again with a heartbeat for each node that might have gone first, a
     * probe, and slack.
     */
    private static final long NO_OWNER_EXCUSED =
            Duration.ofMillis(500 + 200 + 200 + 5 * 50 + 30 + 100).toNanos();

    private static final long COLD = Duration.ofMillis(400).toNanos();

    /**
     * Where nobody has owned the address for long, two late starters may come out of their listening within a message's
     * delay of each other; one goes with the other's next heartbeat.
     */
    private static final long COLD_START_EXCUSED =
            SimCluster.HEARTBEAT.plusMillis(10).toNanos();

    private static final long GENTLE_NANOS = Duration.ofMillis(2).toNanos();

    private final SimCluster cluster;
    private long networkTroubledNanos;
    private long troubledNanos;
    private long lastOwnedNanos;
    private long ownedNanos;
    private long coldStartNanos;
    private boolean wasFit;

    SimCalm(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** Something befell a node. */
    void trouble() {
        troubledNanos = cluster.now();
    }

    /** Something befell the way between nodes, or stopped one so that it could not hear. */
    void networkTrouble() {
        networkTroubledNanos = cluster.now();
        trouble();
    }

    void check(List<SimNode> holders) {
        long now = cluster.now();
        boolean hearing = true;
        boolean fit = false;
        for (SimNode node : cluster.nodes) {
            // A paused backup is no excuse: it must not act on what it knew before.
            hearing &= node.interfaceUp && !(node.paused && node.router().role() == Role.MASTER);
            fit |= node.awake() && !node.bindFails && node.router().role() == Role.BACKUP;
        }
        if (!hearing || cluster.anyCut() || !gentle()) {
            networkTrouble();
        }
        List<SimNode> owners = holders.isEmpty()
                ? holders
                : holders.stream().filter(node -> node.running).toList();
        if (!owners.isEmpty()) {
            if (now - ownedNanos > COLD) {
                coldStartNanos = now;
            }
            ownedNanos = now;
        }
        boolean settled = now - coldStartNanos > COLD_START_EXCUSED;
        if (settled && now - networkTroubledNanos > TWO_OWNERS_EXCUSED) {
            cluster.check(
                    owners.size() < 2,
                    () -> "two owners although nothing was in the way: "
                            + owners.stream().map(node -> node.name).toList());
        }
        // Where the LAN is asked, the answers of a dead process's kernel are waited out.
        boolean answered = cluster.probing && !holders.isEmpty();
        if (!owners.isEmpty() || answered || !fit || !wasFit) {
            lastOwnedNanos = now;
        }
        wasFit = fit;
        cluster.check(
                now - Math.max(lastOwnedNanos, troubledNanos) <= NO_OWNER_EXCUSED,
                () -> "no owner although a node is fit");
    }

    private boolean gentle() {
        return cluster.loss == 0 && cluster.maxDelayNanos <= GENTLE_NANOS && cluster.maxJitterNanos <= GENTLE_NANOS;
    }
}
