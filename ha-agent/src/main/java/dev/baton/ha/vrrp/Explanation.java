package dev.baton.ha.vrrp;

import static dev.baton.ha.vrrp.Millis.text;
import static dev.baton.ha.vrrp.Standing.NEVER;

import java.util.ArrayList;
import java.util.List;

/** The inputs that decide the present role, in words for people. */
final class Explanation {

    private final RouterSettings settings;
    private final PeerTable peers;
    private final Standing standing;
    private final Fitness fitness;
    private final Candidacy candidacy;
    private final Evidence evidence;
    private final MasterWatch watch;
    private final Mastership mastership;
    private final Conflicts conflicts;

    Explanation(
            RouterSettings settings,
            PeerTable peers,
            Standing standing,
            Fitness fitness,
            Candidacy candidacy,
            Evidence evidence,
            MasterWatch watch,
            Mastership mastership,
            Conflicts conflicts) {
        this.settings = settings;
        this.peers = peers;
        this.standing = standing;
        this.fitness = fitness;
        this.candidacy = candidacy;
        this.evidence = evidence;
        this.watch = watch;
        this.mastership = mastership;
        this.conflicts = conflicts;
    }

    List<String> lines(long nowNanos) {
        List<String> lines = new ArrayList<>();
        lines.add(standing.role() + " for " + text(nowNanos - standing.sinceNanos()) + ": " + standing.reason());
        lines.add("term " + standing.highestTerm() + ", priority " + standing.effectivePriority() + " of "
                + settings.priority() + ", " + sync(standing.synced()) + ", preempt "
                + (settings.preempt() ? "on" : "off"));
        fitness.reasons(nowNanos).forEach(why -> lines.add("not at its best: " + why));
        addObservations(lines);
        switch (standing.role()) {
            case INIT -> {}
            case BACKUP -> addProspects(lines, nowNanos);
            case MASTER -> lines.add(untilWhen());
            case FAULT -> lines.add("owns nothing until that is mended; then it listens first, and is BACKUP again");
        }
        for (PeerTable.Peer peer : peers.all()) {
            lines.add("peer " + peer.last().node() + ": "
                    + peers.silence(peer.last().node(), nowNanos).orElse(state(peer.last())));
        }
        return lines;
    }

    private void addObservations(List<String> lines) {
        if (conflicts.count() > 0) {
            lines.add("claims of others to the addresses: " + conflicts.count() + ", last: " + conflicts.last());
        }
        if (standing.healthShare() != Advertisement.UNKNOWN_HEALTH) {
            lines.add("finds " + standing.healthShare() / 10 + " % of the servers healthy");
        }
        if (mastership.vanishedCount() > 0) {
            lines.add("addresses put back after they had vanished: " + mastership.vanishedCount());
        }
    }

    /** What would take the addresses from a master that is well. */
    private String untilWhen() {
        String better = settings.preempt()
                ? ", or a better node in sync has been heard for "
                        + text(settings.preemptDelay().toNanos())
                : "";
        return "keeps the addresses until it has a fault, an operator moves them (baton switchover, baton maintenance on)"
                + better;
    }

    private void addProspects(List<String> lines, long nowNanos) {
        lines.add(whoIsMaster(nowNanos));
        long claimAtNanos = candidacy.claimAtNanos();
        String left = claimAtNanos == NEVER ? "" : text(Math.max(0, claimAtNanos - nowNanos));
        if (evidence.gathering()) {
            lines.add("asks the LAN who answers for the addresses, since " + evidence.reason());
        }
        if (evidence.alarmed()) {
            if (!left.isEmpty()) {
                lines.add("asks the LAN again in " + left + " who answers for the addresses");
            }
            lines.add(
                    "their owner lives although it is not heard: check the interconnect; takes over once nobody answers for them");
        } else if (!left.isEmpty()) {
            lines.add("takes over in " + left + " if no master is heard");
        }
    }

    private String whoIsMaster(long nowNanos) {
        String master = watch.master();
        if (master.isEmpty()) {
            return "no master is known";
        }
        boolean silent = peers.silence(master, nowNanos).isPresent();
        return "master " + master + (silent ? " was heard last, and is silent now" : " is heard");
    }

    private static String state(Advertisement last) {
        String why = last.reasons().isEmpty() ? "" : ": " + String.join("; ", last.reasons());
        return last.role() + " term " + last.term() + " priority " + last.priority() + " " + sync(last.synced()) + why;
    }

    private static String sync(boolean synced) {
        return synced ? "in sync" : "not in sync";
    }
}
