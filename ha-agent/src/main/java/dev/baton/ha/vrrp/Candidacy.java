package dev.baton.ha.vrrp;

import static dev.baton.ha.vrrp.Standing.NEVER;

/**
 * A node's way to the addresses and away from them: it listens or waits, claims, asks for evidence, binds; or steps
 * down.
 */
final class Candidacy {

    private static final String NOBODY_ANSWERS = ", and nobody answers for the addresses";

    private final RouterSettings settings;
    private final PeerTable peers;
    private final Standing standing;
    private final Evidence evidence;
    private final Rivals rivals;
    private final Outbox outbox;

    private boolean listening;
    private long listenSinceNanos;
    private boolean deferred;
    private long claimAtNanos = NEVER;
    private long askAheadAtNanos = NEVER;
    private String silence = "";
    private boolean binding;
    private String bindReason = "";

    Candidacy(
            RouterSettings settings,
            PeerTable peers,
            Standing standing,
            Evidence evidence,
            Rivals rivals,
            Outbox outbox) {
        this.settings = settings;
        this.peers = peers;
        this.standing = standing;
        this.evidence = evidence;
        this.rivals = rivals;
        this.outbox = outbox;
    }

    void becomeBackup(String why, long nowNanos) {
        standing.transition(Role.BACKUP, why, nowNanos);
        standing.advertise();
        if (settings.peers().isEmpty()) {
            claim("no other node is configured", true, nowNanos);
        } else {
            listen(settings.startDelay().toNanos(), nowNanos);
        }
    }

    /** Forgets what it was about to do, and hears first what the others do. */
    void listen(long extraNanos, long nowNanos) {
        listening = true;
        listenSinceNanos = nowNanos;
        evidence.defer();
        long duration = extraNanos + standing.masterDownNanos();
        expect(duration, "no master heard in " + Millis.text(duration) + " of listening", nowNanos);
    }

    /** As {@link #listen}, once more with what is left of the start delay, if that goes on. */
    void listenAnew(long nowNanos) {
        long left = listening ? Math.max(0, claimAtNanos - nowNanos - standing.masterDownNanos()) : 0;
        listen(left, nowNanos);
    }

    boolean listening() {
        return listening;
    }

    void endListening() {
        listening = false;
    }

    /** A master that is heard for two heartbeats while listening is no word of the past. */
    void masterHeard(String master, long nowNanos) {
        if (listening && nowNanos - listenSinceNanos >= 2 * settings.heartbeatNanos()) {
            listening = false;
        }
        if (standing.is(Role.BACKUP)) {
            long patience = standing.masterDownNanos();
            await(patience, "no advertisement of " + master + " for " + Millis.text(patience), nowNanos);
        }
    }

    /** Once all peers are heard, there is nobody left for whom the start delay could wait. */
    void hastenListening(long nowNanos) {
        if (listening && !deferred && peers.allKnownSince(settings.peers(), listenSinceNanos)) {
            long earliest = Math.max(nowNanos, listenSinceNanos + standing.masterDownNanos());
            if (earliest < claimAtNanos) {
                claimAt(earliest);
            }
        }
    }

    /** Claims after that time, unless something is heard that speaks against it. */
    void await(long nanos, String otherwise, long nowNanos) {
        evidence.drop();
        expect(nanos, otherwise, nowNanos);
    }

    private void expect(long nanos, String otherwise, long nowNanos) {
        claimAt(nowNanos + nanos);
        silence = otherwise;
        deferred = false;
    }

    private void claimAt(long atNanos) {
        claimAtNanos = atNanos;
        askAheadAtNanos = settings.probe() ? atNanos - settings.askAheadNanos() : NEVER;
    }

    /** Claims after those that are better have had their turn. */
    void awaitTurn(int ahead, String why, long nowNanos) {
        long patience = ahead * settings.heartbeatNanos() + settings.skewNanos(standing.effectivePriority());
        await(patience, why + " and no better node followed", nowNanos);
        deferred = true;
    }

    void tick(long nowNanos) {
        askIfDue(nowNanos);
        if (!binding && nowNanos >= claimAtNanos) {
            claimOrDefer(nowNanos);
        }
        if (nowNanos >= askAheadAtNanos) {
            askAheadAtNanos = NEVER;
            askAhead(nowNanos);
        }
    }

    /** Not before its turn: whose turn it is takes a question for that of a rival. */
    private void askAhead(long nowNanos) {
        if (deferred || peers.ahead(standing.self(), "", nowNanos) == 0) {
            outbox.add(new Action.Probe(evidence.ask(nowNanos)));
        }
    }

    private void claimOrDefer(long nowNanos) {
        int ahead = peers.ahead(standing.self(), "", nowNanos);
        if (ahead > 0 && !deferred) {
            deferred = true;
            // One that is better but started later has its own listening to finish.
            long others = listening ? standing.masterDownNanos() : 0;
            claimAt(nowNanos + ahead * settings.heartbeatNanos() + others);
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
    void claim(String why, boolean proven, long nowNanos) {
        claimNothing();
        if (binding) {
            return;
        }
        // A node that is not heard may have followed the last owner already, and one that asks may be about to.
        boolean sure = proven
                && peers.allAccountedFor(settings.peers(), nowNanos)
                && !rivals.anyAsks(nowNanos)
                && !evidence.answeredLately(nowNanos);
        if (sure || !settings.probe()) {
            bind(why);
        } else if (evidence.silentLately(nowNanos) && !rivals.oneGoesFirst(nowNanos)) {
            bind(why + NOBODY_ANSWERS);
        } else if (!evidence.gathering()) {
            evidence.begin(why, nowNanos);
            askIfDue(nowNanos);
        }
    }

    private void askIfDue(long nowNanos) {
        if (!evidence.gathering() || nowNanos < evidence.dueNanos()) {
            return;
        }
        if (evidence.proberIsMute()) {
            bind(evidence.reason() + ", and the probe came to nothing");
        } else {
            outbox.add(new Action.Probe(evidence.ask(nowNanos)));
        }
    }

    void onProbeSilent(long id, long nowNanos) {
        if (!evidence.awaits(id) || !standing.is(Role.BACKUP)) {
            return;
        }
        if (!evidence.gathering()) {
            evidence.silentAhead(nowNanos);
        } else if (rivals.oneGoesFirst(nowNanos)) {
            evidence.askAgain(nowNanos);
        } else {
            bind(evidence.reason() + NOBODY_ANSWERS);
        }
    }

    void onProbeAnswered(long id, long nowNanos) {
        if (!evidence.awaits(id)) {
            return;
        }
        if (!evidence.gathering()) {
            evidence.answeredAhead(nowNanos);
        } else if (evidence.answered(nowNanos)) {
            outbox.add(new Action.Alarm(evidence.reason()
                    + ", but the addresses are answered for beyond any lease: their owner lives and only the"
                    + " interconnect is cut; check it"));
        }
    }

    private void bind(String why) {
        bindReason = why;
        evidence.drop();
        claimNothing();
        outbox.flushReports();
        bindAgain();
    }

    /** Puts back what a master has lost. */
    void bindAgain() {
        binding = true;
        outbox.add(new Action.Bind());
    }

    boolean binding() {
        return binding;
    }

    /** @return whether the addresses were waited for */
    boolean bound() {
        boolean expected = binding;
        binding = false;
        return expected;
    }

    /** Why the addresses were bound. */
    String bindReason() {
        return bindReason;
    }

    private void claimNothing() {
        claimAtNanos = NEVER;
        askAheadAtNanos = NEVER;
    }

    /** When a claim is due if nothing is heard. */
    long claimAtNanos() {
        return claimAtNanos;
    }

    long nextDeadlineNanos() {
        long due = evidence.gathering() ? evidence.dueNanos() : NEVER;
        return Math.min(Math.min(claimAtNanos, askAheadAtNanos), due);
    }

    /** The addresses first, the word after. */
    void stepDown(Role to, String why, long nowNanos) {
        boolean wasMaster = standing.is(Role.MASTER);
        if (wasMaster || binding) {
            binding = false;
            outbox.add(new Action.Release());
        }
        claimNothing();
        evidence.drop();
        standing.transition(to, why, nowNanos);
        if (wasMaster) {
            standing.sayReleased();
        } else {
            standing.advertise();
        }
    }
}
