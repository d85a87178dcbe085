package dev.baton.ha.vrrp;

import static dev.baton.ha.vrrp.Standing.NEVER;

import java.time.Duration;

/** What a master does to stay one, and when it hands over. */
final class Mastership {

    private static final long SUCCESSOR_NAMED = Duration.ofSeconds(1).toNanos();
    private static final long VANISHING_TOO_OFTEN = Duration.ofSeconds(16).toNanos();

    private final RouterSettings settings;
    private final PeerTable peers;
    private final Standing standing;
    private final Candidacy candidacy;
    private final MasterWatch watch;
    private final Faults faults;
    private final Outbox outbox;
    private final AnnounceSchedule announcements;
    private final Preemption preemption;
    private final ServerSight serverSight = new ServerSight();
    private final Backoff vanishing = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private long renewAtNanos = NEVER;
    private long renewedNanos;
    private long vanishedCount;

    Mastership(
            RouterSettings settings,
            PeerTable peers,
            Standing standing,
            Candidacy candidacy,
            MasterWatch watch,
            Faults faults,
            Outbox outbox) {
        this.settings = settings;
        this.peers = peers;
        this.standing = standing;
        this.candidacy = candidacy;
        this.watch = watch;
        this.faults = faults;
        this.outbox = outbox;
        this.announcements = new AnnounceSchedule(settings.announce(), settings.lease());
        this.preemption = new Preemption(settings);
    }

    /** For so long that the others may have taken it for dead: whether the kernel still has the addresses is seen at once. */
    void stoodStill(long nowNanos) {
        renewAtNanos = settings.lease().isZero() ? NEVER : nowNanos;
    }

    /** The addresses are on their interfaces, for the first time or again. */
    void bound(long nowNanos) {
        renewed(nowNanos);
        announceAnew(nowNanos);
        if (!standing.is(Role.MASTER)) {
            begin(nowNanos);
        }
    }

    private void begin(long nowNanos) {
        if (standing.forgetSuccessor()) {
            preemption.handoverFailed(nowNanos);
        }
        standing.claimTerm();
        preemption.mastershipBegins(watch.succeeded());
        candidacy.endListening();
        standing.transition(Role.MASTER, candidacy.bindReason(), nowNanos);
        standing.advertise();
    }

    void tick(long nowNanos) {
        if (!candidacy.binding() && nowNanos >= renewAtNanos) {
            renewed(nowNanos);
            outbox.add(new Action.Renew());
        }
        if (announcements.company(peers.allAccountedFor(settings.peers(), nowNanos), nowNanos)) {
            announceAnew(nowNanos);
        } else if (announcements.takeDue(nowNanos)) {
            outbox.add(new Action.Announce());
        }
        considerHandover(nowNanos);
    }

    private void considerHandover(long nowNanos) {
        Advertisement self = standing.self();
        serverSight
                .due(self, peers, nowNanos)
                .ifPresent(better -> handOver(
                        better.node(),
                        better.node() + " finds " + better.healthShare() / 10 + " % of the servers healthy, this node "
                                + self.healthShare() / 10 + " %",
                        nowNanos));
        if (!standing.is(Role.MASTER)) {
            return;
        }
        preemption
                .due(self, peers, nowNanos)
                .ifPresent(better -> handOver(
                        better.node(),
                        better.node() + " has the higher priority " + better.priority() + " and is in sync",
                        nowNanos));
    }

    /** The master lets go and names who shall follow; if that node does not, it takes the addresses back. */
    void handOver(String target, String why, long nowNanos) {
        long patience = Math.max(SUCCESSOR_NAMED, 3 * standing.masterDownNanos());
        standing.nameSuccessor(target, nowNanos + patience);
        candidacy.stepDown(Role.BACKUP, why, nowNanos);
        candidacy.endListening();
        candidacy.await(2 * standing.masterDownNanos(), target + " did not take over", nowNanos);
    }

    void announceAnew(long nowNanos) {
        announcements.restart(nowNanos);
        outbox.add(new Action.Announce());
    }

    /**
     * An address is gone. It is put back, since a loop that is not late proves that nobody had reason to take over; one
     * that vanishes again and again is a fault if another node could do better.
     */
    void leaseLost(String why, long nowNanos) {
        if (!standing.is(Role.MASTER) || candidacy.binding()) {
            return;
        }
        vanishedCount++;
        long patience = vanishing.nextNanos(nowNanos);
        if (patience >= VANISHING_TOO_OFTEN && peers.bestBackup(nowNanos).isPresent()) {
            faults.bindFailed(why + ", again and again", patience, nowNanos);
        } else {
            candidacy.bindAgain();
        }
    }

    private void renewed(long nowNanos) {
        renewedNanos = nowNanos;
        renewAtNanos =
                settings.lease().isZero() ? NEVER : nowNanos + settings.lease().toNanos() / 4;
    }

    /** For how long nothing has proven that the kernel still has the addresses. */
    long unprovenNanos(long gapNanos, long nowNanos) {
        return settings.lease().isZero() ? gapNanos : Math.max(gapNanos, nowNanos - renewedNanos);
    }

    long vanishedCount() {
        return vanishedCount;
    }

    long nextDeadlineNanos() {
        return Math.min(renewAtNanos, announcements.nextNanos());
    }
}
