package dev.baton.ha.vrrp;

import java.util.List;
import java.util.Optional;

/** The parts of an election, put together, and what can be asked of them without changing anything. */
abstract class RouterParts {

    final RouterSettings settings;
    final PeerTable peers;
    final Fitness fitness;
    final Rivals rivals;
    final Outbox outbox = new Outbox();
    final Standing standing;
    final Candidacy candidacy;
    final MasterWatch watch;
    final Faults faults;
    final Mastership mastership;
    final TwoMasters twoMasters;
    final SwitchoverRules switchoverRules;
    private final Explanation explanation;

    RouterParts(RouterSettings settings, long lastTerm) {
        this.settings = settings;
        Conflicts conflicts = new Conflicts();
        Evidence evidence = new Evidence(settings);
        peers = new PeerTable(settings.silenceNanos());
        fitness = new Fitness(settings.priority());
        rivals = new Rivals(settings);
        standing = new Standing(settings, lastTerm, fitness, evidence, conflicts, outbox);
        candidacy = new Candidacy(settings, peers, standing, evidence, rivals, outbox);
        watch = new MasterWatch(settings, peers, standing, candidacy);
        faults = new Faults(settings, peers, standing, fitness, candidacy);
        mastership = new Mastership(settings, peers, standing, candidacy, watch, faults, outbox);
        twoMasters = new TwoMasters(peers, standing, candidacy, watch, mastership, conflicts, outbox);
        switchoverRules = new SwitchoverRules(settings, peers, standing, watch);
        explanation =
                new Explanation(settings, peers, standing, fitness, candidacy, evidence, watch, mastership, conflicts);
    }

    public Role role() {
        return standing.role();
    }

    public String reason() {
        return standing.reason();
    }

    /** The highest term seen or claimed. */
    public long term() {
        return standing.highestTerm();
    }

    /** The node that owns the addresses as far as is known here, or empty. */
    public String master() {
        return watch.master();
    }

    public List<Advertisement> peers() {
        return peers.all().stream().map(PeerTable.Peer::last).toList();
    }

    /** Why the peer is not counted on now, or empty. */
    public Optional<String> peerSilence(String node, long nowNanos) {
        return peers.silence(node, nowNanos);
    }

    /** What this node would say of itself. */
    public Advertisement self() {
        return standing.self();
    }

    /** The inputs that decide the present role, for people. */
    public List<String> explain(long nowNanos) {
        return explanation.lines(nowNanos);
    }

    /**
     * Why the group cannot be handed to that node, or empty if it can; asked of the master or of any other node.
     *
     * @param force hand over even to a node that is not in sync
     */
    public Optional<String> switchoverRefusal(String target, boolean force, long nowNanos) {
        return switchoverRules.refusal(target, force, nowNanos);
    }

    /** The node that a switchover without a target goes to. */
    public Optional<String> bestTarget(long nowNanos) {
        return switchoverRules.bestTarget(nowNanos);
    }
}
