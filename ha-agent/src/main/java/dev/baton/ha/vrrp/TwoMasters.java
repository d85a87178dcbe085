package dev.baton.ha.vrrp;

import java.time.Duration;

/** What a master does that meets another: an election's, with which it settles who stays, or a stranger on the LAN. */
final class TwoMasters {

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final PeerTable peers;
    private final Standing standing;
    private final Candidacy candidacy;
    private final MasterWatch watch;
    private final Mastership mastership;
    private final Conflicts conflicts;
    private final Outbox outbox;
    private long defendedNanos = -PAUSE;
    private long latestClaim;

    TwoMasters(
            PeerTable peers,
            Standing standing,
            Candidacy candidacy,
            MasterWatch watch,
            Mastership mastership,
            Conflicts conflicts,
            Outbox outbox) {
        this.peers = peers;
        this.standing = standing;
        this.candidacy = candidacy;
        this.watch = watch;
        this.mastership = mastership;
        this.conflicts = conflicts;
        this.outbox = outbox;
    }

    /** This master hears another node of its group. */
    void heard(Advertisement other, long nowNanos) {
        if (other.role() == Role.MASTER) {
            settle(other, nowNanos);
        } else if (claimedMeanwhile(other) || peers.wasMaster(other.node())) {
            // It has let go just now, or somebody did unheard; what the LAN last heard may have come from there.
            mastership.announceAnew(nowNanos);
        }
    }

    /** Whether a claim shows here for the first time that was made after this master's own. */
    private boolean claimedMeanwhile(Advertisement other) {
        boolean news = other.term() > Math.max(standing.self().term(), latestClaim);
        latestClaim = Math.max(latestClaim, other.term());
        return news;
    }

    private void settle(Advertisement other, long nowNanos) {
        Advertisement mine = standing.self();
        if (PeerTable.MASTERS.compare(other, mine) > 0) {
            // Who does not hear that master must not take this word for that of a master that leaves nobody behind.
            standing.nameSuccessor(other.node(), Standing.NEVER);
            candidacy.stepDown(
                    Role.BACKUP,
                    other.node() + " is master too and stays: term " + other.term() + " against " + mine.term()
                            + ", priority " + other.priority() + " against " + mine.priority(),
                    nowNanos);
            watch.gaveWay(nowNanos);
        } else if (defend(nowNanos)) {
            standing.advertise();
        }
    }

    /** Somebody else on the LAN claims an address that this node holds. */
    void claimed(String address, String mac, long nowNanos) {
        if (!standing.is(Role.MASTER)) {
            return;
        }
        if (conflicts.heard(address, mac, nowNanos)) {
            outbox.add(new Action.Alarm(
                    conflicts.last() + "; two machines answer for it, find that one and take the address off it"));
        }
        defend(nowNanos);
    }

    /** Whether somebody else claims an address that this node holds. */
    boolean conflict(long nowNanos) {
        return conflicts.goesOn(nowNanos);
    }

    /** @return whether it was time to: two that defend at once must not flood the LAN */
    private boolean defend(long nowNanos) {
        if (nowNanos - defendedNanos < PAUSE) {
            return false;
        }
        defendedNanos = nowNanos;
        mastership.announceAnew(nowNanos);
        return true;
    }
}
