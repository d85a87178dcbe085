package dev.baton.ha.vrrp;

import java.util.List;

/** What this node is in its group, and what it says of that: its role, its terms and its advertisements. */
final class Standing {

    static final long NEVER = Long.MAX_VALUE;

    private final RouterSettings settings;
    private final Fitness fitness;
    private final Evidence evidence;
    private final Conflicts conflicts;
    private final Outbox outbox;

    private Role role = Role.INIT;
    private String reason = "not started";
    private long sinceNanos;
    private long nowNanos;
    private long highestTerm;
    private long claimedTerm;
    private long sequence;
    private boolean synced = true;
    private int healthShare = Advertisement.UNKNOWN_HEALTH;
    private long configDigest;
    private String successor = "";
    private long successorUntilNanos = NEVER;
    private long successorNamedTerm;
    private long advertiseAtNanos = NEVER;

    /** @param lastTerm the highest term seen in a former life */
    Standing(
            RouterSettings settings,
            long lastTerm,
            Fitness fitness,
            Evidence evidence,
            Conflicts conflicts,
            Outbox outbox) {
        this.settings = settings;
        this.configDigest = settings.configDigest();
        this.highestTerm = lastTerm;
        this.fitness = fitness;
        this.evidence = evidence;
        this.conflicts = conflicts;
        this.outbox = outbox;
    }

    /** The only place where the role changes. */
    void transition(Role to, String why, long nowNanos) {
        Role from = role;
        role = to;
        reason = why;
        sinceNanos = nowNanos;
        outbox.report(new Action.Transition(from, to, term(), why));
    }

    /** @return the time since the input before */
    long pass(long nowNanos) {
        long gap = nowNanos - this.nowNanos;
        this.nowNanos = nowNanos;
        return gap;
    }

    Role role() {
        return role;
    }

    boolean is(Role expected) {
        return role == expected;
    }

    /** Why it has the present role. */
    String reason() {
        return reason;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    long highestTerm() {
        return highestTerm;
    }

    void termSeen(long term) {
        highestTerm = Math.max(highestTerm, term);
    }

    /** Each claim is above any that was seen, so that of two masters the one that slept loses. */
    void claimTerm() {
        highestTerm++;
        claimedTerm = highestTerm;
    }

    private long term() {
        return role == Role.MASTER ? claimedTerm : highestTerm;
    }

    boolean synced() {
        return synced;
    }

    void setConfigDigest(long digest) {
        configDigest = digest;
    }

    void setSynced(boolean value) {
        if (synced != value) {
            synced = value;
            advertiseSoon();
        }
    }

    int healthShare() {
        return healthShare;
    }

    void setHealthShare(int perMille) {
        healthShare = perMille;
    }

    /** Says in each advertisement until then who shall follow. */
    void nameSuccessor(String node, long untilNanos) {
        successor = node;
        successorUntilNanos = untilNanos;
        successorNamedTerm = highestTerm;
    }

    /** @return whether one was named and nobody has claimed the addresses since, heard or told of later */
    boolean forgetSuccessor() {
        boolean inVain = !successor.isEmpty() && highestTerm == successorNamedTerm;
        successor = "";
        successorUntilNanos = NEVER;
        return inVain;
    }

    int effectivePriority() {
        return role == Role.INIT ? Advertisement.RELEASED : fitness.effectivePriority(nowNanos);
    }

    long masterDownNanos() {
        return settings.masterDownNanos(effectivePriority());
    }

    /** What this node would say of itself. */
    Advertisement self() {
        return advertisement(effectivePriority());
    }

    void tick(long nowNanos) {
        if (nowNanos >= successorUntilNanos) {
            forgetSuccessor();
        }
        if (nowNanos >= advertiseAtNanos) {
            advertise();
        }
    }

    long nextDeadlineNanos() {
        return Math.min(advertiseAtNanos, successorUntilNanos);
    }

    void advertise() {
        say(effectivePriority());
    }

    /** With the next tick. */
    void advertiseSoon() {
        if (role != Role.INIT) {
            advertiseAtNanos = Math.min(advertiseAtNanos, nowNanos);
        }
    }

    /** RFC 9568 section 5.2.4: that the addresses are gone from here. */
    void sayReleased() {
        say(Advertisement.RELEASED);
    }

    void fallSilent() {
        advertiseAtNanos = NEVER;
    }

    private void say(int priority) {
        sequence++;
        advertiseAtNanos = nowNanos + settings.heartbeatNanos();
        outbox.add(new Action.Advertise(advertisement(priority)));
    }

    private Advertisement advertisement(int priority) {
        return new Advertisement(
                settings.group(),
                settings.node(),
                settings.incarnation(),
                sequence,
                role,
                term(),
                settings.priority(),
                priority,
                successor,
                synced,
                healthShare,
                configDigest,
                reasons());
    }

    private List<String> reasons() {
        List<String> reasons = fitness.reasons(nowNanos);
        if (role == Role.MASTER && conflicts.goesOn(nowNanos)) {
            reasons.add(conflicts.last());
        }
        if (evidence.alarmed()) {
            reasons.add("hears no master, but the addresses are answered for: check the interconnect");
        }
        return reasons;
    }
}
