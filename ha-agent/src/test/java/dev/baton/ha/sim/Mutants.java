package dev.baton.ha.sim;

import java.util.List;

/** The rules that guard the promises, each with what it looks like broken. docs/simulation.md lists them. */
final class Mutants {

    private Mutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "who fails again as master is held down",
                        10,
                        "vrrp/Fitness.java",
                        "if (nowNanos - lastLossNanos < MEMORY) {",
                        "if (nowNanos < 0) {"),
                new Mutant(
                        "of two masters the later claim stays",
                        72,
                        "vrrp/PeerTable.java",
                        "Comparator.comparingLong(Advertisement::term)",
                        "Comparator.comparingLong((Advertisement _) -> 0L)"),
                new Mutant(
                        "of two masters one steps down",
                        51,
                        "vrrp/TwoMasters.java",
                        "if (PeerTable.MASTERS.compare(other, mine) > 0) {",
                        "if (other == mine) {"),
                new Mutant(
                        "of two masters the right one steps down",
                        10,
                        "vrrp/TwoMasters.java",
                        "if (PeerTable.MASTERS.compare(other, mine) > 0) {",
                        "if (PeerTable.MASTERS.compare(other, mine) < 0) {"),
                new Mutant(
                        "who gives way to another master names it",
                        75101,
                        "vrrp/TwoMasters.java",
                        "standing.nameSuccessor(other.node(), Standing.NEVER);",
                        ";"),
                new Mutant(
                        "who gives way to one that has just given way hands nothing over",
                        131986,
                        "vrrp/MasterWatch.java",
                        "&& nowNanos - gaveWayNanos > settings.silenceNanos();",
                        ";"),
                new Mutant(
                        "silence alone is no proof",
                        1,
                        "vrrp/Candidacy.java",
                        "if (sure || !settings.probe()) {",
                        "if (sure || !why.isEmpty()) {"),
                new Mutant(
                        "word of an end counts only if all others are heard",
                        1450,
                        "vrrp/Candidacy.java",
                        "boolean sure = proven && peers.allAccountedFor(settings.peers(), nowNanos)",
                        "boolean sure = proven"),
                new Mutant(
                        "what becomes of a master says nothing of a later claim",
                        92837,
                        "vrrp/MasterWatch.java",
                        "return standing.highestTerm() <= peers.claimedTerm(node);",
                        "return true;"),
                new Mutant(
                        "an answer ahead of the claim is no silence",
                        1,
                        "vrrp/Candidacy.java",
                        "evidence.answeredAhead(nowNanos);",
                        "evidence.silentAhead(nowNanos);"),
                new Mutant(
                        "an answer keeps a node from the addresses",
                        1,
                        "vrrp/Candidacy.java",
                        "} else if (evidence.answered(nowNanos)) {",
                        "} else if (evidence.awaits(id)) { bind(\"answered\"); } else if (evidence.answered(nowNanos)) {"),
                new Mutant(
                        "of two that ask at the same time one waits",
                        26,
                        "vrrp/Candidacy.java",
                        "} else if (rivals.oneGoesFirst(nowNanos)) {",
                        "} else if (nowNanos < 0) {"),
                new Mutant(
                        "silence found ahead counts only without a rival",
                        788,
                        "vrrp/Candidacy.java",
                        "} else if (evidence.silentLately(nowNanos) && !rivals.oneGoesFirst(nowNanos)) {",
                        "} else if (evidence.silentLately(nowNanos)) {"),
                new Mutant(
                        "of two that ask at the same time only one waits",
                        27,
                        "vrrp/VirtualRouter.java",
                        "rivals.heard(goesFirst, nowNanos);",
                        "rivals.heard(true, nowNanos);"),
                new Mutant(
                        "who waits for a rival asks again",
                        1225,
                        "vrrp/Candidacy.java",
                        "evidence.askAgain(nowNanos);",
                        "evidence.drop();"),
                new Mutant(
                        "a node listens before it claims",
                        2,
                        "vrrp/Candidacy.java",
                        "listen(settings.startDelay().toNanos(), nowNanos);",
                        "claim(\"started\", true, nowNanos);"),
                new Mutant(
                        "silence leads to a claim",
                        1,
                        "vrrp/Candidacy.java",
                        "if (!binding && nowNanos >= claimAtNanos) { claimOrDefer(nowNanos);",
                        "if (!binding && nowNanos >= claimAtNanos) { claimNothing();"),
                new Mutant(
                        "who steps down takes the addresses off",
                        1,
                        "vrrp/Candidacy.java",
                        "if (wasMaster || binding) {",
                        "if (binding) {"),
                new Mutant(
                        "a backup that stood still listens anew",
                        290,
                        "vrrp/VirtualRouter.java",
                        "standing.is(Role.BACKUP) && isLate(gapNanos)",
                        "gapNanos < 0"),
                new Mutant(
                        "a machine that was suspended has lost its addresses",
                        1334,
                        "vrrp/VirtualRouter.java",
                        "pause.toNanos() > settings.silenceNanos()",
                        "pause.isNegative()"),
                new Mutant(
                        "what vanished while its master stood still is not put back",
                        15860,
                        "vrrp/VirtualRouter.java",
                        "peers.deafLately(nowNanos)",
                        "nowNanos < 0"),
                new Mutant(
                        "what vanished while another claims it is not put back",
                        104536,
                        "vrrp/TwoMasters.java",
                        "return conflicts.goesOn(nowNanos);",
                        "return false;"),
                new Mutant(
                        "a link that is down is a fault",
                        7,
                        "vrrp/VirtualRouter.java",
                        "if (usable) {",
                        "if (interfaceName != null) {"),
                new Mutant(
                        "late words tell of terms",
                        989,
                        "vrrp/VirtualRouter.java",
                        "if (ours) { // Late words too: a claim that nobody else has heard of any more must not be made a second time. standing.termSeen(advertisement.term()); } if (ours && peers.accept(advertisement, nowNanos)) {",
                        "if (ours && peers.accept(advertisement, nowNanos)) { standing.termSeen(advertisement.term());"),
                new Mutant(
                        "leases are renewed by the master alone",
                        1,
                        "vrrp/VirtualRouter.java",
                        "case BACKUP -> candidacy.tick(nowNanos);",
                        "case BACKUP -> { candidacy.tick(nowNanos); mastership.tick(nowNanos); }"),
                new Mutant("leases are renewed", 1, "vrrp/Mastership.java", "outbox.add(new Action.Renew());", ";"),
                new Mutant(
                        "an address that vanished is put back",
                        8,
                        "vrrp/Mastership.java",
                        "candidacy.bindAgain();",
                        ";"),
                new Mutant(
                        "a new master says where it is",
                        2,
                        "vrrp/Mastership.java",
                        "renewed(nowNanos); announceAnew(nowNanos);",
                        "renewed(nowNanos); announcements.restart(nowNanos); announcements.takeDue(nowNanos + 2_000_000_000L);"),
                new Mutant(
                        "a master announces more than once",
                        275,
                        "vrrp/Mastership.java",
                        "} else if (announcements.takeDue(nowNanos)) {",
                        "} else if (announcements.takeDue(nowNanos) && nowNanos < 0) {"),
                new Mutant(
                        "a master announces while a node is not heard",
                        12772,
                        "vrrp/Mastership.java",
                        "if (announcements.company(peers.allAccountedFor(settings.peers(), nowNanos), nowNanos)) {",
                        "if (nowNanos < 0) {"),
                new Mutant(
                        "a successor that does not follow loses its turn",
                        1076,
                        "vrrp/Mastership.java",
                        "candidacy.await(2 * standing.masterDownNanos(),",
                        "candidacy.await(Long.MAX_VALUE / 4,"),
                new Mutant(
                        "a handover that was followed unheard was not in vain",
                        54534,
                        "vrrp/Standing.java",
                        "&& highestTerm == successorNamedTerm;",
                        ";"),
                new Mutant(
                        "a quorum is needed where it is wanted",
                        10,
                        "vrrp/Faults.java",
                        "boolean majority = !settings.quorum() || settings.isMajority(peersInTouch + 1);",
                        "boolean majority = true;"),
                new Mutant(
                        "a node that reaches neither peer nor witness is unfit",
                        414,
                        "vrrp/Faults.java",
                        "boolean inTouch = peersInTouch > 0 || witnessReachable;",
                        "boolean inTouch = true;"),
                new Mutant(
                        "maintenance keeps a node from the addresses",
                        6,
                        "vrrp/Faults.java",
                        "if (value) {",
                        "if (value && nowNanos < 0) {"),
                new Mutant(
                        "a tracker without weight makes a fault",
                        21,
                        "vrrp/Faults.java",
                        "} else if (weight == 0) {",
                        "} else if (weight == 1) {"),
                new Mutant(
                        "a failed binding is tried again",
                        250,
                        "vrrp/Faults.java",
                        "clear(BINDING, \"tries again, since the last time \" + bindFailure, nowNanos);",
                        ";"),
                new Mutant("each claim is a new term", 1, "vrrp/Standing.java", "highestTerm++;", ";"),
                new Mutant(
                        "terms are learnt from others",
                        1,
                        "vrrp/Standing.java",
                        "highestTerm = Math.max(highestTerm, term);",
                        ";"),
                new Mutant(
                        "who is named successor follows at once",
                        20,
                        "vrrp/MasterWatch.java",
                        "} else if (advertisement.node().equals(master)) {",
                        "} else if (advertisement.node().isEmpty()) {"),
                new Mutant("the preempt delay", 1, "vrrp/Preemption.java", ">= delayNanos);", ">= 0);"),
                new Mutant(
                        "no preemption unless wanted",
                        10,
                        "vrrp/Preemption.java",
                        "if (!(settings.preempt() || degraded) ||",
                        "if ("),
                new Mutant(
                        "preemption where it is wanted",
                        1,
                        "vrrp/Preemption.java",
                        "return better.filter(best ->",
                        "return Optional.<Advertisement>empty().filter(best ->"),
                new Mutant(
                        "no switchover to a node out of sync",
                        387,
                        "vrrp/SwitchoverRules.java",
                        "if (!last.synced() && !force) {",
                        "if (force && !force) {"));
    }
}
