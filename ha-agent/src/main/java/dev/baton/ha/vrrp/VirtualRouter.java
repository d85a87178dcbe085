package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.List;

/**
 * The election of one floating IP group on one node: RFC 9568 with terms, handover and leases.
 *
 * <p>Pure: what happens goes in together with a monotonic, never negative time; what shall be done comes out. Nothing
 * here is safe for use by several threads. The caller ticks at {@link #nextDeadlineNanos()} at the latest and carries
 * out the actions before the next input.
 */
public final class VirtualRouter extends RouterParts {

    public VirtualRouter(RouterSettings settings) {
        this(settings, 0);
    }

    /** @param lastTerm the highest term seen in a former life, so that terms grow across restarts of all nodes */
    public VirtualRouter(RouterSettings settings, long lastTerm) {
        super(settings, lastTerm);
    }

    public List<Action> start(long nowNanos) {
        standing.pass(nowNanos);
        if (standing.is(Role.INIT)) {
            if (fitness.unfit()) {
                standing.transition(Role.FAULT, fitness.faultReason(), nowNanos);
                standing.advertise();
            } else {
                candidacy.becomeBackup("started", nowNanos);
            }
        }
        return outbox.drain();
    }

    /** Why this node claims the addresses, or did the last time; empty if it never has. */
    public String claimReason() {
        return candidacy.bindReason();
    }

    /** Lets time pass. */
    public List<Action> tick(long nowNanos) {
        enter(nowNanos);
        faults.checkCompany(nowNanos);
        switch (standing.role()) {
            case INIT -> {}
            case BACKUP -> candidacy.tick(nowNanos);
            case MASTER -> mastership.tick(nowNanos);
            case FAULT -> faults.tick(nowNanos);
        }
        standing.tick(nowNanos);
        return outbox.drain();
    }

    /** When {@link #tick} must be called at the latest; far in the future if nothing is due. */
    public long nextDeadlineNanos() {
        return switch (standing.role()) {
            case INIT -> Standing.NEVER;
            case BACKUP -> Math.min(standing.nextDeadlineNanos(), candidacy.nextDeadlineNanos());
            case FAULT -> Math.min(standing.nextDeadlineNanos(), faults.nextDeadlineNanos());
            case MASTER -> Math.min(standing.nextDeadlineNanos(), mastership.nextDeadlineNanos());
        };
    }

    public List<Action> onAdvertisement(Advertisement advertisement, long nowNanos) {
        enter(nowNanos);
        boolean ours = advertisement.group().equals(settings.group())
                && !advertisement.node().equals(settings.node());
        if (ours) {
            // Late words too: a claim that nobody else has heard of any more must not be made a second time.
            standing.termSeen(advertisement.term());
        }
        if (ours && peers.accept(advertisement, nowNanos)) {
            // Before anything follows from it: a master that lets go may leave this node without a majority.
            faults.checkCompany(nowNanos);
            switch (standing.role()) {
                case INIT -> {}
                case MASTER -> twoMasters.heard(advertisement, nowNanos);
                case BACKUP, FAULT -> watch.heard(advertisement, nowNanos);
            }
        }
        return outbox.drain();
    }

    /** The peer's process has ended without a word. */
    public List<Action> onPeerDied(String node, long nowNanos) {
        return peerGone(node, "died", node + " died", nowNanos);
    }

    /** The peer has left in good order. */
    public List<Action> onPeerLeft(String node, long nowNanos) {
        // A node says goodbye when it has let the addresses go, and that word may come before its last advertisement.
        return peerGone(node, "left", node + MasterWatch.GAVE_UP, nowNanos);
    }

    private List<Action> peerGone(String node, String how, String claimReason, long nowNanos) {
        enter(nowNanos);
        peers.markGone(node, how, nowNanos);
        // Before anything follows from it: with this peer the majority may have gone.
        faults.checkCompany(nowNanos);
        watch.peerGone(node, claimReason, nowNanos);
        return outbox.drain();
    }

    /** An interface of the group changed; may also be told before {@link #start}. */
    public List<Action> onInterface(String interfaceName, boolean usable, long nowNanos) {
        enter(nowNanos);
        if (usable) {
            faults.clear(interfaceName, "interface " + interfaceName + " is usable again", nowNanos);
        } else {
            faults.set(interfaceName, "interface " + interfaceName + " is down, gone or without carrier", nowNanos);
        }
        return outbox.drain();
    }

    /** The addresses are on their interfaces. */
    public List<Action> onBound(long nowNanos) {
        if (candidacy.bound()) {
            standing.pass(nowNanos);
            mastership.bound(nowNanos);
        }
        return outbox.drain();
    }

    public List<Action> onBindFailed(String why, long nowNanos) {
        if (candidacy.binding()) {
            faults.bindFailed(why, nowNanos);
        }
        return outbox.drain();
    }

    /** An address is not on its interface any more although this node is master. */
    public List<Action> onLeaseLost(String why, long nowNanos) {
        enter(nowNanos);
        faults.checkCompany(nowNanos);
        if (standing.is(Role.MASTER) && peers.deafLately(nowNanos)) {
            // Nobody answered for it meanwhile, or the others have not been heard since: they may have taken it.
            loseMastership(why + " while this process stood still", nowNanos);
        } else if (standing.is(Role.MASTER) && twoMasters.conflict(nowNanos)) {
            loseMastership(why + " while another machine claims it", nowNanos);
        } else {
            mastership.leaseLost(why, nowNanos);
        }
        return outbox.drain();
    }

    /**
     * The whole machine stood still for that long, and its monotonic clock did not count it: it was suspended. Its kernel
     * answered for nothing meanwhile, so others may have taken over long before the lease would have ended.
     */
    public List<Action> onPause(Duration pause, long nowNanos) {
        standing.pass(nowNanos);
        if (standing.is(Role.MASTER) && pause.toNanos() > settings.silenceNanos()) {
            loseMastership("machine was suspended for " + Millis.text(pause.toNanos()), nowNanos);
        } else {
            loopWasLate(pause.toNanos(), nowNanos);
        }
        return outbox.drain();
    }

    /**
     * Somebody else on the LAN claims an address that this node holds.
     *
     * @param mac who does
     */
    public List<Action> onConflict(String address, String mac, long nowNanos) {
        enter(nowNanos);
        twoMasters.claimed(address, mac, nowNanos);
        return outbox.drain();
    }

    /**
     * Another machine asks the LAN for the addresses, as one does before it takes them.
     *
     * @param goesFirst whether its hardware address is higher than that of this node's interface
     */
    public List<Action> onRival(boolean goesFirst, long nowNanos) {
        enter(nowNanos);
        rivals.heard(goesFirst, nowNanos);
        return outbox.drain();
    }

    /** Nobody answered for the addresses. */
    public List<Action> onProbeSilent(long id, long nowNanos) {
        enter(nowNanos);
        faults.checkCompany(nowNanos);
        candidacy.onProbeSilent(id, nowNanos);
        return outbox.drain();
    }

    /** Somebody answered for the addresses. */
    public List<Action> onProbeAnswered(long id, long nowNanos) {
        enter(nowNanos);
        candidacy.onProbeAnswered(id, nowNanos);
        return outbox.drain();
    }

    /**
     * What one of the node's own trackers finds; told on flips only.
     *
     * @param weight added to the priority while the tracker fails, usually negative; 0 makes its failure a FAULT
     */
    public List<Action> onTracker(String tracker, boolean healthy, int weight, String why, long nowNanos) {
        enter(nowNanos);
        faults.tracker(tracker, healthy, weight, why, nowNanos);
        return outbox.drain();
    }

    /** Whether an address beyond the peers can be reached; a node that reaches neither is isolated and unfit. */
    public List<Action> onWitness(boolean reachable, long nowNanos) {
        enter(nowNanos);
        faults.witness(reachable, nowNanos);
        return outbox.drain();
    }

    /** The operator's wish that this node own nothing. */
    public List<Action> setMaintenance(boolean value, long nowNanos) {
        enter(nowNanos);
        faults.setMaintenance(value, nowNanos);
        return outbox.drain();
    }

    public List<Action> setSynced(boolean value, long nowNanos) {
        enter(nowNanos);
        standing.setSynced(value);
        return outbox.drain();
    }

    /**
     * This node runs another configuration from now on.
     *
     * @param digest the first 8 bytes of its SHA-256
     */
    public List<Action> setConfigDigest(long digest, long nowNanos) {
        enter(nowNanos);
        standing.setConfigDigest(digest);
        return outbox.drain();
    }

    /**
     * How many of 1000 servers this node finds healthy.
     *
     * @param perMille 0 to 1000, or {@link Advertisement#UNKNOWN_HEALTH}
     */
    public List<Action> setHealthShare(int perMille, long nowNanos) {
        enter(nowNanos);
        standing.setHealthShare(perMille);
        return outbox.drain();
    }

    /** Hands over on command; nothing happens if this node is not master or the target is refused. */
    public List<Action> switchover(String target, boolean force, long nowNanos) {
        enter(nowNanos);
        if (standing.is(Role.MASTER)
                && switchoverRules.refusal(target, force, nowNanos).isEmpty()) {
            mastership.handOver(target, "switchover to " + target + " on command", nowNanos);
        }
        return outbox.drain();
    }

    /** Leaves for good: the addresses first, the word after. */
    public List<Action> stop(long nowNanos) {
        if (!standing.is(Role.INIT)) {
            candidacy.stepDown(Role.INIT, "stopped", nowNanos);
            standing.fallSilent();
        }
        return outbox.drain();
    }

    private void enter(long nowNanos) {
        long gapNanos = standing.pass(nowNanos);
        if (isLate(gapNanos)) {
            peers.deaf(nowNanos - gapNanos, nowNanos);
        }
        loopWasLate(gapNanos, nowNanos);
    }

    private boolean isLate(long gapNanos) {
        return gapNanos > 2 * settings.heartbeatNanos();
    }

    /** A tick is due with every heartbeat; what was decided on before a longer gap is stale. */
    private void loopWasLate(long gapNanos, long nowNanos) {
        long unproven = mastership.unprovenNanos(gapNanos, nowNanos);
        if (standing.is(Role.MASTER) && unproven > settings.pauseLimitNanos()) {
            loseMastership(
                    "this process stood still for " + Millis.text(unproven) + ", longer than its lease", nowNanos);
        } else if (standing.is(Role.MASTER) && gapNanos > settings.silenceNanos()) {
            mastership.stoodStill(nowNanos);
        } else if (standing.is(Role.BACKUP) && isLate(gapNanos)) {
            candidacy.listenAnew(nowNanos);
        }
    }

    private void loseMastership(String why, long nowNanos) {
        fitness.lostMastership(nowNanos);
        candidacy.stepDown(Role.BACKUP, why, nowNanos);
        candidacy.listen(0, nowNanos);
    }
}
