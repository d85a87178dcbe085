package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The election of one floating IP group on one node: RFC 9568 with terms, handover and leases.
 *
 * <p>Pure: what happens goes in together with a monotonic, never negative time; what shall be done comes out. Nothing
 * here is safe for use by several threads. The caller ticks at {@link #nextDeadlineNanos()} at the latest and carries
 * out the actions before the next input.
 */
public final class VirtualRouter {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long SUCCESSOR_NAMED = Duration.ofSeconds(1).toNanos();
    private static final long CONFLICT_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long VANISHING_TOO_OFTEN = Duration.ofSeconds(16).toNanos();
    private static final String BIND_FAULT = "bind";
    private static final String MAINTENANCE_FAULT = "maintenance";
    private static final String QUORUM_FAULT = "quorum";
    private static final String ISOLATION_FAULT = "isolation";

    private final RouterSettings settings;
    private final PeerTable peers;
    private final AnnounceSchedule announcements;
    private final Preemption preemption;
    private final Backoff bindBackoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private final Backoff vanishing = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private final Fitness fitness;
    private final Evidence evidence;
    private final ServerSight serverSight = new ServerSight();
    private final Conflicts conflicts = new Conflicts();
    private final List<Action> actions = new ArrayList<>();
    private final List<Action> reports = new ArrayList<>();

    private Role role = Role.INIT;
    private String reason = "not started";
    private boolean synced = true;
    private int healthShare = Advertisement.UNKNOWN_HEALTH;
    private long highestTerm;
    private long claimedTerm;
    private long sequence;
    private String master = "";

    private boolean binding;
    private String bindReason = "";
    private String forerunner = "";
    private String successor = "";
    private long successorUntilNanos = NEVER;

    private boolean listening;
    private long listenSinceNanos;
    private boolean deferred;
    private long claimAtNanos = NEVER;
    private String silence = "";

    private long lastInputNanos;
    private long roleSinceNanos;
    private long advertiseAtNanos = NEVER;
    private long renewAtNanos = NEVER;
    private long renewedNanos;
    private long retryAtNanos = NEVER;
    private long conflictAnnouncedNanos = -CONFLICT_PAUSE;
    private long vanishedCount;
    private boolean witnessReachable = true;

    public VirtualRouter(RouterSettings settings) {
        this(settings, 0);
    }

    /** @param lastTerm the highest term seen in a former life, so that terms grow across restarts of all nodes */
    public VirtualRouter(RouterSettings settings, long lastTerm) {
        this.settings = settings;
        this.highestTerm = lastTerm;
        this.peers = new PeerTable(settings.silenceNanos());
        this.announcements = new AnnounceSchedule(settings.announce(), settings.lease());
        this.preemption = new Preemption(settings);
        this.fitness = new Fitness(settings.priority());
        this.evidence = new Evidence(settings);
    }

    // What goes in.

    public List<Action> start(long nowNanos) {
        lastInputNanos = nowNanos;
        if (role == Role.INIT) {
            if (fitness.unfit()) {
                transition(Role.FAULT, fitness.faultReason(), nowNanos);
                advertise(nowNanos);
            } else {
                becomeBackup("started", nowNanos);
            }
        }
        return drain();
    }

    /** Lets time pass. */
    public List<Action> tick(long nowNanos) {
        enter(nowNanos);
        checkCompany(nowNanos);
        switch (role) {
            case INIT -> {}
            case BACKUP -> considerClaim(nowNanos);
            case MASTER -> keepMastership(nowNanos);
            case FAULT -> retry(nowNanos);
        }
        if (nowNanos >= successorUntilNanos) {
            clearSuccessor();
        }
        if (nowNanos >= advertiseAtNanos) {
            advertise(nowNanos);
        }
        return drain();
    }

    public List<Action> onAdvertisement(Advertisement advertisement, long nowNanos) {
        enter(nowNanos);
        boolean ours = advertisement.group().equals(settings.group())
                && !advertisement.node().equals(settings.node());
        if (ours && peers.accept(advertisement, nowNanos)) {
            highestTerm = Math.max(highestTerm, advertisement.term());
            switch (role) {
                case INIT -> {}
                case MASTER -> masterHears(advertisement, nowNanos);
                case BACKUP, FAULT -> watcherHears(advertisement, nowNanos);
            }
        }
        return drain();
    }

    /** The peer's process has ended without a word. */
    public List<Action> onPeerDied(String node, long nowNanos) {
        return peerGone(node, "died", nowNanos);
    }

    /** The peer has left in good order. */
    public List<Action> onPeerLeft(String node, long nowNanos) {
        return peerGone(node, "left", nowNanos);
    }

    /** An interface of the group changed; may also be told before {@link #start}. */
    public List<Action> onInterface(String interfaceName, boolean usable, long nowNanos) {
        enter(nowNanos);
        if (usable) {
            clearFault(interfaceName, "interface " + interfaceName + " is usable again", nowNanos);
        } else {
            setFault(interfaceName, "interface " + interfaceName + " is down, gone or without carrier", nowNanos);
        }
        return drain();
    }

    /** The addresses are on their interfaces. */
    public List<Action> onBound(long nowNanos) {
        if (binding) {
            binding = false;
            renewedNanos = nowNanos;
            lastInputNanos = nowNanos;
            scheduleRenewal(nowNanos);
            announcements.restart(nowNanos);
            actions.add(new Action.Announce());
            if (role != Role.MASTER) {
                beginMastership(nowNanos);
            }
        }
        return drain();
    }

    public List<Action> onBindFailed(String why, long nowNanos) {
        if (binding) {
            retryAtNanos = nowNanos + bindBackoff.nextNanos(nowNanos);
            setFault(BIND_FAULT, why, nowNanos);
        }
        return drain();
    }

    /**
     * An address is not on its interface any more although this node is master. It is put back, since a loop that is
     * not late proves that nobody had reason to take over; one that vanishes again and again is a FAULT if another node
     * could do better.
     */
    public List<Action> onLeaseLost(String why, long nowNanos) {
        enter(nowNanos);
        if (role == Role.MASTER && !binding) {
            vanishedCount++;
            long patience = vanishing.nextNanos(nowNanos);
            if (patience >= VANISHING_TOO_OFTEN && peers.bestBackup(nowNanos).isPresent()) {
                retryAtNanos = nowNanos + patience;
                setFault(BIND_FAULT, why + ", again and again", nowNanos);
            } else {
                binding = true;
                actions.add(new Action.Bind());
            }
        }
        return drain();
    }

    /** The whole process stood still for that long, whatever the monotonic clock says: for example a suspended machine. */
    public List<Action> onPause(Duration pause, long nowNanos) {
        loopWasLate(pause.toNanos(), nowNanos);
        lastInputNanos = nowNanos;
        return drain();
    }

    /**
     * Somebody else on the LAN claims an address that this node holds.
     *
     * @param mac who does
     */
    public List<Action> onConflict(String address, String mac, long nowNanos) {
        enter(nowNanos);
        if (role == Role.MASTER) {
            if (conflicts.heard(address, mac, nowNanos)) {
                actions.add(new Action.Alarm(
                        conflicts.last() + "; two machines answer for it, find that one and take the address off it"));
            }
            defend(nowNanos);
        }
        return drain();
    }

    /** Nobody answered for the addresses. */
    public List<Action> onProbeSilent(long id, long nowNanos) {
        enter(nowNanos);
        checkCompany(nowNanos);
        if (evidence.awaits(id) && role == Role.BACKUP) {
            bind(evidence.reason() + ", and nobody answers for the addresses", nowNanos);
        }
        return drain();
    }

    /** Somebody answered for the addresses. */
    public List<Action> onProbeAnswered(long id, long nowNanos) {
        enter(nowNanos);
        if (evidence.awaits(id) && evidence.answered(nowNanos)) {
            actions.add(new Action.Alarm(evidence.reason()
                    + ", but the addresses are answered for beyond any lease: their owner lives and only the"
                    + " interconnect is cut; check it"));
        }
        return drain();
    }

    /**
     * What one of the node's own trackers finds; told on flips only.
     *
     * @param weight added to the priority while the tracker fails, usually negative; 0 makes its failure a FAULT
     */
    public List<Action> onTracker(String tracker, boolean healthy, int weight, String why, long nowNanos) {
        enter(nowNanos);
        String cause = "tracker " + tracker;
        if (healthy) {
            fitness.unweigh(tracker);
            clearFault(cause, cause + " is well again", nowNanos);
        } else if (weight == 0) {
            setFault(cause, cause + ": " + why, nowNanos);
        } else {
            fitness.weigh(tracker, weight, cause + ": " + why);
        }
        advertiseSoon(nowNanos);
        return drain();
    }

    /** Whether an address beyond the peers can be reached; a node that reaches neither is isolated and unfit. */
    public List<Action> onWitness(boolean reachable, long nowNanos) {
        enter(nowNanos);
        witnessReachable = reachable;
        checkCompany(nowNanos);
        return drain();
    }

    /** The operator's wish that this node own nothing. */
    public List<Action> setMaintenance(boolean value, long nowNanos) {
        enter(nowNanos);
        if (value) {
            setFault(MAINTENANCE_FAULT, "in maintenance on command", nowNanos);
        } else {
            clearFault(MAINTENANCE_FAULT, "maintenance ended", nowNanos);
        }
        return drain();
    }

    public List<Action> setSynced(boolean value, long nowNanos) {
        enter(nowNanos);
        if (synced != value) {
            synced = value;
            advertiseSoon(nowNanos);
        }
        return drain();
    }

    /**
     * How many of 1000 servers this node finds healthy.
     *
     * @param perMille 0 to 1000, or {@link Advertisement#UNKNOWN_HEALTH}
     */
    public List<Action> setHealthShare(int perMille, long nowNanos) {
        enter(nowNanos);
        healthShare = perMille;
        return drain();
    }

    /**
     * Why the group cannot be handed to that node, or empty if it can; asked of the master or of any other node.
     *
     * @param force hand over even to a node that is not in sync
     */
    public Optional<String> switchoverRefusal(String target, boolean force, long nowNanos) {
        String prefix = "group \"" + settings.group() + "\": ";
        String owner = master();
        if (owner.isEmpty()) {
            return Optional.of(
                    prefix + "no node is master now, so there is nothing to hand over; baton status shows why");
        }
        if (target.equals(owner)) {
            return Optional.of(prefix + target + " is master already");
        }
        PeerTable.Peer peer = peers.get(target);
        boolean own = target.equals(settings.node());
        if (!own && (peer == null || !peers.live(peer, nowNanos))) {
            return Optional.of(prefix + "node \"" + target + "\" is not heard; check its name and that it runs");
        }
        Advertisement last = own || peer == null ? self() : peer.last();
        if (!PeerTable.eligible(last)) {
            return Optional.of(prefix + "node \"" + target + "\" is " + last.role() + " " + last.reasons()
                    + " and cannot take over");
        }
        if (!last.synced() && !force) {
            return Optional.of(prefix + "node \"" + target
                    + "\" has not got the whole session state yet; wait, or use --force and lose some affinity");
        }
        return Optional.empty();
    }

    /** The node that a switchover without a target goes to. */
    public Optional<String> bestTarget(long nowNanos) {
        Optional<Advertisement> peer = peers.bestBackup(nowNanos);
        if (role == Role.BACKUP
                && peer.filter(best -> PeerTable.CANDIDATES.compare(best, self()) > 0)
                        .isEmpty()) {
            return Optional.of(settings.node());
        }
        return peer.map(Advertisement::node);
    }

    /** Hands over on command; nothing happens if this node is not master or the target is refused. */
    public List<Action> switchover(String target, boolean force, long nowNanos) {
        enter(nowNanos);
        if (role == Role.MASTER && switchoverRefusal(target, force, nowNanos).isEmpty()) {
            handOver(target, "switchover to " + target + " on command", nowNanos);
        }
        return drain();
    }

    /** Leaves for good: the addresses first, the word after. */
    public List<Action> stop(long nowNanos) {
        if (role != Role.INIT) {
            stepDown(Role.INIT, "stopped", nowNanos);
            advertiseAtNanos = NEVER;
        }
        return drain();
    }

    // What can be seen.

    public Role role() {
        return role;
    }

    public String reason() {
        return reason;
    }

    /** The highest term seen or claimed. */
    public long term() {
        return highestTerm;
    }

    /** The node that owns the addresses as far as is known here, or empty. */
    public String master() {
        return role == Role.MASTER ? settings.node() : master;
    }

    public List<Advertisement> peers() {
        return peers.all().stream().map(PeerTable.Peer::last).toList();
    }

    /** Why the peer is not counted on now, or empty. */
    public Optional<String> peerSilence(String node, long nowNanos) {
        PeerTable.Peer peer = peers.get(node);
        if (peer == null) {
            return Optional.of("never heard");
        }
        if (!peer.gone().isEmpty()) {
            return Optional.of(peer.gone());
        }
        long silent = nowNanos - peer.changedNanos();
        return silent > settings.silenceNanos() ? Optional.of("not heard for " + millis(silent)) : Optional.empty();
    }

    /** What this node would say of itself. */
    public Advertisement self() {
        return advertisement(effectivePriority());
    }

    /** The inputs that decide the present role, for people. */
    public List<String> explain(long nowNanos) {
        List<String> lines = new ArrayList<>();
        lines.add(role + " for " + millis(nowNanos - roleSinceNanos) + ": " + reason);
        lines.add("term " + highestTerm + ", priority " + effectivePriority() + " of " + settings.priority() + ", "
                + (synced ? "in sync" : "not in sync") + ", preempt " + (settings.preempt() ? "on" : "off"));
        fitness.reasons(nowNanos).forEach(why -> lines.add("not at its best: " + why));
        if (conflicts.count() > 0) {
            lines.add("claims of others to the addresses: " + conflicts.count() + ", last: " + conflicts.last());
        }
        if (healthShare != Advertisement.UNKNOWN_HEALTH) {
            lines.add("finds " + healthShare / 10 + " % of the servers healthy");
        }
        if (vanishedCount > 0) {
            lines.add("addresses put back after they had vanished: " + vanishedCount);
        }
        if (role == Role.BACKUP) {
            lines.add(master.isEmpty() ? "no master is known" : "master " + master + " is heard");
            if (evidence.gathering()) {
                lines.add("asks the LAN who answers for the addresses, since " + evidence.reason());
            }
            if (evidence.alarmed()) {
                lines.add("their owner lives although it is not heard: check the interconnect");
            }
            if (claimAtNanos != NEVER) {
                lines.add("takes over in " + millis(Math.max(0, claimAtNanos - nowNanos)) + " if no master is heard");
            }
        }
        for (PeerTable.Peer peer : peers.all()) {
            Advertisement last = peer.last();
            lines.add("peer " + last.node() + ": "
                    + peerSilence(last.node(), nowNanos)
                            .orElse(last.role() + " term " + last.term() + " priority " + last.priority()
                                    + (last.synced() ? " in sync" : " not in sync")));
        }
        return lines;
    }

    /** When {@link #tick} must be called at the latest; far in the future if nothing is due. */
    public long nextDeadlineNanos() {
        long next = Math.min(advertiseAtNanos, successorUntilNanos);
        return switch (role) {
            case INIT -> NEVER;
            case BACKUP -> Math.min(next, Math.min(claimAtNanos, evidence.dueNanos()));
            case FAULT -> Math.min(next, retryAtNanos);
            case MASTER -> Math.min(next, Math.min(renewAtNanos, announcements.nextNanos()));
        };
    }

    // The loop's own lateness.

    private void enter(long nowNanos) {
        long gap = nowNanos - lastInputNanos;
        lastInputNanos = nowNanos;
        loopWasLate(gap, nowNanos);
    }

    /** A tick is due with every heartbeat; what was decided on before a longer gap is stale. */
    private void loopWasLate(long gapNanos, long nowNanos) {
        long unproven = settings.lease().isZero() ? gapNanos : Math.max(gapNanos, nowNanos - renewedNanos);
        if (role == Role.MASTER && unproven > settings.pauseLimitNanos()) {
            fitness.lostMastership(nowNanos);
            stepDown(Role.BACKUP, "own loop stood still for " + millis(unproven) + ", longer than its lease", nowNanos);
            listen(0, nowNanos);
        } else if (role == Role.BACKUP && gapNanos > 2 * settings.heartbeatNanos()) {
            listen(listening ? Math.max(0, claimAtNanos - nowNanos - masterDownNanos()) : 0, nowNanos);
        }
    }

    // Listening and claiming.

    private void becomeBackup(String why, long nowNanos) {
        transition(Role.BACKUP, why, nowNanos);
        advertise(nowNanos);
        if (settings.peers().isEmpty()) {
            claim("no other node is configured", true, nowNanos);
        } else {
            listen(settings.startDelay().toNanos(), nowNanos);
        }
    }

    private void listen(long extraNanos, long nowNanos) {
        listening = true;
        listenSinceNanos = nowNanos;
        long duration = extraNanos + masterDownNanos();
        awaitMaster(duration, "no master heard in " + millis(duration) + " of listening", nowNanos);
    }

    private void awaitMaster(long nanos, String otherwise, long nowNanos) {
        evidence.drop();
        claimAtNanos = nowNanos + nanos;
        silence = otherwise;
        deferred = false;
    }

    private void considerClaim(long nowNanos) {
        if (nowNanos >= evidence.dueNanos()) {
            probe(nowNanos);
        }
        if (binding || nowNanos < claimAtNanos) {
            return;
        }
        int ahead = peers.ahead(self(), "", nowNanos);
        if (ahead > 0 && !deferred) {
            deferred = true;
            // One that is better but started later has its own listening to finish.
            claimAtNanos = nowNanos + ahead * settings.heartbeatNanos() + (listening ? masterDownNanos() : 0);
            return;
        }
        listening = false;
        claim(silence, false, nowNanos);
    }

    /**
     * Takes the addresses, or asks for evidence first.
     *
     * @param proven whether the last owner is known to have let go or to have ended
     */
    private void claim(String why, boolean proven, long nowNanos) {
        claimAtNanos = NEVER;
        if (binding) {
            return;
        }
        // A node that is not heard may have followed the last owner already.
        boolean sure = proven && peers.allAccountedFor(settings.peers(), nowNanos);
        if (sure || !settings.probe()) {
            bind(why, nowNanos);
        } else if (!evidence.gathering()) {
            evidence.begin(why, nowNanos);
            probe(nowNanos);
        }
    }

    private void probe(long nowNanos) {
        if (evidence.proberIsMute()) {
            bind(evidence.reason() + ", and the probe came to nothing", nowNanos);
        } else {
            actions.add(new Action.Probe(evidence.ask(nowNanos)));
        }
    }

    private void bind(String why, long nowNanos) {
        evidence.drop();
        claimAtNanos = NEVER;
        binding = true;
        bindReason = why;
        lastInputNanos = nowNanos;
        flushReports();
        actions.add(new Action.Bind());
    }

    private void beginMastership(long nowNanos) {
        claimedTerm = highestTerm + 1;
        highestTerm = claimedTerm;
        if (!successor.isEmpty()) {
            preemption.handoverFailed(nowNanos);
            clearSuccessor();
        }
        preemption.mastershipBegins(forerunner);
        forerunner = "";
        master = "";
        listening = false;
        transition(Role.MASTER, bindReason, nowNanos);
        advertise(nowNanos);
    }

    // Watching.

    private void watcherHears(Advertisement advertisement, long nowNanos) {
        if (advertisement.role() == Role.MASTER) {
            masterHeard(nowNanos);
        } else if (advertisement.node().equals(master)) {
            String why = advertisement.node() + " gave the addresses up";
            if (settings.node().equals(advertisement.successor()) && role == Role.BACKUP && !listening) {
                master = "";
                forerunner = advertisement.node();
                claim(why + " to this node", true, nowNanos);
            } else {
                masterGone(advertisement.node(), why, advertisement.successor(), nowNanos);
            }
        } else {
            hastenListening(nowNanos);
        }
    }

    private void masterHeard(long nowNanos) {
        master = peers.master(nowNanos).map(Advertisement::node).orElse("");
        if (listening && nowNanos - listenSinceNanos >= 2 * settings.heartbeatNanos()) {
            listening = false;
        }
        if (!successor.isEmpty()) {
            clearSuccessor();
        }
        if (role == Role.BACKUP) {
            awaitMaster(
                    masterDownNanos(), "no advertisement of " + master + " for " + millis(masterDownNanos()), nowNanos);
        }
    }

    private List<Action> peerGone(String node, String how, long nowNanos) {
        enter(nowNanos);
        peers.markGone(node, how, nowNanos);
        // Before anything follows from it: with this peer the majority may have gone.
        checkCompany(nowNanos);
        if (node.equals(master)) {
            masterGone(node, node + " " + how, "", nowNanos);
        } else if (role == Role.BACKUP) {
            hastenListening(nowNanos);
        }
        return drain();
    }

    /** The best backup goes at once: it hears everyone, so it knows; the others give it the time to. */
    private void masterGone(String who, String why, String named, long nowNanos) {
        master = peers.master(nowNanos).map(Advertisement::node).orElse("");
        if (!master.isEmpty() || role != Role.BACKUP) {
            return;
        }
        int ahead = peers.ahead(self(), who, nowNanos);
        if (listening || !named.isEmpty()) {
            awaitMaster(masterDownNanos(), why + " and nobody followed", nowNanos);
        } else if (ahead == 0) {
            claim(why, true, nowNanos);
        } else {
            long patience = ahead * settings.heartbeatNanos() + settings.skewNanos(effectivePriority());
            awaitMaster(patience, why + " and no better node followed", nowNanos);
            deferred = true;
        }
    }

    /** Once all peers are heard, there is nobody left for whom the start delay could wait. */
    private void hastenListening(long nowNanos) {
        if (listening && !deferred && master.isEmpty() && peers.allKnownSince(settings.peers(), listenSinceNanos)) {
            claimAtNanos = Math.min(claimAtNanos, Math.max(nowNanos, listenSinceNanos + masterDownNanos()));
        }
    }

    // Being master.

    private void keepMastership(long nowNanos) {
        if (!binding && nowNanos >= renewAtNanos) {
            renewedNanos = nowNanos;
            scheduleRenewal(nowNanos);
            actions.add(new Action.Renew());
        }
        if (announcements.takeDue(nowNanos)) {
            actions.add(new Action.Announce());
        }
        serverSight
                .due(self(), peers, nowNanos)
                .ifPresent(better -> handOver(
                        better.node(),
                        better.node() + " finds " + better.healthShare() / 10 + " % of the servers healthy, this node "
                                + healthShare / 10 + " %",
                        nowNanos));
        if (role != Role.MASTER) {
            return;
        }
        preemption
                .due(self(), peers, nowNanos)
                .ifPresent(better -> handOver(
                        better.node(),
                        better.node() + " has the higher priority " + better.priority() + " and is in sync",
                        nowNanos));
    }

    private void scheduleRenewal(long nowNanos) {
        renewAtNanos =
                settings.lease().isZero() ? NEVER : nowNanos + settings.lease().toNanos() / 4;
    }

    private void masterHears(Advertisement other, long nowNanos) {
        if (other.role() == Role.MASTER) {
            Advertisement mine = self();
            if (PeerTable.MASTERS.compare(other, mine) > 0) {
                stepDown(
                        Role.BACKUP,
                        other.node() + " is master too and stays: term " + other.term() + " against " + mine.term()
                                + ", priority " + other.priority() + " against " + mine.priority(),
                        nowNanos);
                masterHeard(nowNanos);
            } else if (defend(nowNanos)) {
                advertise(nowNanos);
            }
        } else if (wasMaster(other.node())) {
            // It has let go just now; what the LAN last heard may have come from it.
            announceAnew(nowNanos);
        }
    }

    /** @return whether it was time to: two that defend at once must not flood the LAN */
    private boolean defend(long nowNanos) {
        if (nowNanos - conflictAnnouncedNanos < CONFLICT_PAUSE) {
            return false;
        }
        conflictAnnouncedNanos = nowNanos;
        announceAnew(nowNanos);
        return true;
    }

    private boolean wasMaster(String node) {
        PeerTable.Peer peer = peers.get(node);
        return peer != null && peer.previous() != null && peer.previous().role() == Role.MASTER;
    }

    private void announceAnew(long nowNanos) {
        announcements.restart(nowNanos);
        actions.add(new Action.Announce());
    }

    private void handOver(String target, String why, long nowNanos) {
        successor = target;
        successorUntilNanos = nowNanos + Math.max(SUCCESSOR_NAMED, 3 * masterDownNanos());
        stepDown(Role.BACKUP, why, nowNanos);
        listening = false;
        awaitMaster(2 * masterDownNanos(), target + " did not take over", nowNanos);
    }

    private void clearSuccessor() {
        successor = "";
        successorUntilNanos = NEVER;
    }

    // Faults.

    /** With whom this node is in touch: too few make it unfit, where that is wanted. */
    private void checkCompany(long nowNanos) {
        if (role == Role.INIT) {
            return;
        }
        int live = peers.countLive(nowNanos);
        boolean majority = !settings.quorum() || settings.isMajority(live + 1);
        String heard = (live + 1) + " of " + (settings.peers().size() + 1) + " nodes are in touch";
        judge(QUORUM_FAULT, majority, "no quorum: " + heard, "quorum: " + heard, nowNanos);
        boolean inTouch = live > 0 || witnessReachable;
        judge(ISOLATION_FAULT, inTouch, "isolated: neither a peer nor a witness", "not isolated any more", nowNanos);
    }

    private void judge(String cause, boolean good, String bad, String better, long nowNanos) {
        if (good) {
            clearFault(cause, better, nowNanos);
        } else if (!fitness.has(cause)) {
            setFault(cause, bad, nowNanos);
        }
    }

    private void setFault(String cause, String why, long nowNanos) {
        fitness.fault(cause, why);
        if (role == Role.MASTER && !cause.equals(MAINTENANCE_FAULT)) {
            fitness.lostMastership(nowNanos);
        }
        if (role == Role.MASTER || role == Role.BACKUP) {
            stepDown(Role.FAULT, why, nowNanos);
        }
    }

    private void clearFault(String cause, String why, long nowNanos) {
        if (fitness.recovered(cause) && role == Role.FAULT) {
            becomeBackup(why, nowNanos);
        }
    }

    private void retry(long nowNanos) {
        if (nowNanos >= retryAtNanos) {
            retryAtNanos = NEVER;
            clearFault(BIND_FAULT, "tries again", nowNanos);
        }
    }

    // Changing the role, and saying so.

    private void stepDown(Role to, String why, long nowNanos) {
        boolean owned = role == Role.MASTER || binding;
        boolean wasMaster = role == Role.MASTER;
        if (owned) {
            binding = false;
            actions.add(new Action.Release());
        }
        claimAtNanos = NEVER;
        renewAtNanos = NEVER;
        evidence.drop();
        transition(to, why, nowNanos);
        send(wasMaster ? Advertisement.RELEASED : effectivePriority(), nowNanos);
    }

    /** The only place where the role changes. Reports come last: what the LAN waits for must not wait for a log. */
    private void transition(Role to, String why, long nowNanos) {
        Action report = new Action.Transition(role, to, to == Role.MASTER ? claimedTerm : highestTerm, why);
        role = to;
        reason = why;
        roleSinceNanos = nowNanos;
        reports.add(report);
    }

    private void advertiseSoon(long nowNanos) {
        if (role != Role.INIT) {
            advertiseAtNanos = Math.min(advertiseAtNanos, nowNanos);
        }
    }

    private int effectivePriority() {
        return role == Role.INIT ? Advertisement.RELEASED : fitness.effectivePriority(lastInputNanos);
    }

    private void advertise(long nowNanos) {
        send(effectivePriority(), nowNanos);
    }

    private void send(int priority, long nowNanos) {
        sequence++;
        advertiseAtNanos = nowNanos + settings.heartbeatNanos();
        actions.add(new Action.Advertise(advertisement(priority)));
    }

    private Advertisement advertisement(int priority) {
        return new Advertisement(
                settings.group(),
                settings.node(),
                settings.incarnation(),
                sequence,
                role,
                role == Role.MASTER ? claimedTerm : highestTerm,
                settings.priority(),
                priority,
                successor,
                synced,
                healthShare,
                settings.configDigest(),
                reasons());
    }

    private List<String> reasons() {
        List<String> reasons = fitness.reasons(lastInputNanos);
        if (role == Role.MASTER && conflicts.goesOn(lastInputNanos)) {
            reasons.add(conflicts.last());
        }
        if (evidence.alarmed()) {
            reasons.add("hears no master, but the addresses are answered for: check the interconnect");
        }
        return reasons;
    }

    private long masterDownNanos() {
        return settings.masterDownNanos(effectivePriority());
    }

    private List<Action> drain() {
        flushReports();
        List<Action> drained = List.copyOf(actions);
        actions.clear();
        return drained;
    }

    private void flushReports() {
        actions.addAll(reports);
        reports.clear();
    }

    private static String millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis() + " ms";
    }
}
