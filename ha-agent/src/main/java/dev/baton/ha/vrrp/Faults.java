package dev.baton.ha.vrrp;

import static dev.baton.ha.vrrp.Standing.NEVER;

import java.time.Duration;

/** What makes this node unfit to own the addresses, and what makes it fit again. */
final class Faults {

    private static final String BINDING = "bind";
    private static final String MAINTENANCE = "maintenance";
    private static final String QUORUM = "quorum";
    private static final String ISOLATION = "isolation";

    private final RouterSettings settings;
    private final PeerTable peers;
    private final Standing standing;
    private final Fitness fitness;
    private final Candidacy candidacy;
    private final Backoff bindBackoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private long retryAtNanos = NEVER;
    private String bindFailure = "";
    private boolean witnessReachable = true;

    Faults(RouterSettings settings, PeerTable peers, Standing standing, Fitness fitness, Candidacy candidacy) {
        this.settings = settings;
        this.peers = peers;
        this.standing = standing;
        this.fitness = fitness;
        this.candidacy = candidacy;
    }

    void set(String cause, String why, long nowNanos) {
        fitness.fault(cause, why);
        if (standing.is(Role.MASTER) && !cause.equals(MAINTENANCE)) {
            fitness.lostMastership(nowNanos);
        }
        if (standing.is(Role.MASTER) || standing.is(Role.BACKUP)) {
            candidacy.stepDown(Role.FAULT, why, nowNanos);
        }
    }

    void clear(String cause, String why, long nowNanos) {
        if (fitness.recovered(cause) && standing.is(Role.FAULT)) {
            candidacy.becomeBackup(why, nowNanos);
        }
    }

    void setMaintenance(boolean value, long nowNanos) {
        if (value) {
            set(MAINTENANCE, "in maintenance on command; baton maintenance off ends it", nowNanos);
        } else {
            clear(MAINTENANCE, "maintenance ended", nowNanos);
        }
    }

    /** A tracker with a weight lowers the priority, one without makes a fault. */
    void tracker(String tracker, boolean healthy, int weight, String why, long nowNanos) {
        String cause = "tracker " + tracker;
        if (healthy) {
            fitness.unweigh(tracker);
            clear(cause, cause + " is well again", nowNanos);
        } else if (weight == 0) {
            set(cause, cause + ": " + why, nowNanos);
        } else {
            fitness.weigh(tracker, weight, cause + ": " + why);
        }
        standing.advertiseSoon();
    }

    void bindFailed(String why, long nowNanos) {
        bindFailed(why, bindBackoff.nextNanos(nowNanos), nowNanos);
    }

    /** The addresses could not be had or kept; that is tried again after a while. */
    void bindFailed(String why, long patienceNanos, long nowNanos) {
        retryAtNanos = nowNanos + patienceNanos;
        bindFailure = why;
        set(BINDING, why, nowNanos);
    }

    void tick(long nowNanos) {
        if (nowNanos >= retryAtNanos) {
            retryAtNanos = NEVER;
            clear(BINDING, "tries again, since the last time " + bindFailure, nowNanos);
        }
    }

    long nextDeadlineNanos() {
        return retryAtNanos;
    }

    void witness(boolean reachable, long nowNanos) {
        witnessReachable = reachable;
        checkCompany(nowNanos);
    }

    /** With whom this node is in touch: too few make it unfit, where that is wanted. */
    void checkCompany(long nowNanos) {
        if (standing.is(Role.INIT)) {
            return;
        }
        int peersInTouch = peers.countInTouch(nowNanos);
        boolean majority = !settings.quorum() || settings.isMajority(peersInTouch + 1);
        boolean inTouch = peersInTouch > 0 || witnessReachable;
        if (!majority || fitness.has(QUORUM)) {
            String heard = (peersInTouch + 1) + " of " + (settings.peers().size() + 1) + " nodes are in touch";
            judge(QUORUM, majority, "no quorum: " + heard, "quorum: " + heard, nowNanos);
        }
        judge(
                ISOLATION,
                inTouch,
                "isolated: hears no other node and reaches no witness",
                "not isolated any more",
                nowNanos);
    }

    private void judge(String cause, boolean good, String bad, String better, long nowNanos) {
        if (good) {
            clear(cause, better, nowNanos);
        } else if (!fitness.has(cause)) {
            set(cause, bad, nowNanos);
        }
    }
}
