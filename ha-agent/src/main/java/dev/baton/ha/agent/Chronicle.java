package dev.baton.ha.agent;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.AgentEvent.Kind;
import dev.baton.ha.vrrp.Role;
import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the steps by which one group's addresses come and go, and tells them when nobody on the LAN waits for the next.
 * What may come to nothing is told once it has led to something, and forgotten otherwise: a heartbeat that is merely late
 * is no news. Used by the election thread only.
 */
final class Chronicle {

    /** Of an owner that goes on answering, the first doubts and the first answers say all. */
    private static final int MOST_DOUBTS = 4;

    private static final int TENTHS = 10;
    private static final long NANOS_IN_TENTH = 100_000;

    private final String group;
    private final int addresses;
    private final VirtualRouter router;
    private final Consumer<AgentEvent> listener;
    private final List<Step> doubts = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private String verdict = "";
    private boolean alarmed;
    private boolean owns;
    private boolean announced;

    /**
     * A step whose words are made later: to join strings for the first time takes longer than all of a takeover.
     *
     * @param tookNanos how long it took, told with the number of addresses; negative for what takes no time
     */
    private record Step(Kind kind, Instant at, long term, String words, long tookNanos) {}

    Chronicle(AgentConfig.Group group, VirtualRouter router, Consumer<AgentEvent> listener) {
        this.group = group.name();
        this.addresses = group.addresses().size();
        this.router = router;
        this.listener = listener;
    }

    /** The LAN is asked who has the addresses, since their master is not heard. */
    void asks() {
        if (doubts.isEmpty() && verdict.isEmpty()) {
            doubts.add(step(Kind.DETECTED, router.master(), -1));
        }
    }

    void hears(boolean answered) {
        String heard = answered ? "somebody answers for the addresses" : "nobody answers for the addresses";
        if (!heard.equals(verdict) && doubts.size() < MOST_DOUBTS) {
            verdict = heard;
            doubts.add(step(Kind.PROBED, heard, -1));
        }
    }

    /** The master is heard, so nothing comes of the doubts. */
    void settles(String master) {
        if (alarmed) {
            steps.add(step(Kind.HEARD, "master " + master + " is heard again", -1));
            flush();
        }
        forget();
    }

    void claims() {
        tellDoubts();
        boolean again = router.role() == Role.MASTER;
        steps.add(step(Kind.CLAIMED, again ? "puts back what has vanished" : router.claimReason(), -1));
    }

    void bound(long tookNanos) {
        owns = true;
        announced = false;
        steps.add(step(Kind.BOUND, "", tookNanos));
    }

    /** Only the first round is news. */
    void announced(long tookNanos) {
        if (owns && !announced) {
            announced = true;
            steps.add(step(Kind.ANNOUNCED, "", tookNanos));
        }
    }

    /** What a node does not own it may release as often as it likes. */
    void released(long tookNanos) {
        if (owns) {
            owns = false;
            steps.add(step(Kind.RELEASED, "", tookNanos));
        }
    }

    void alarms(String message) {
        tellDoubts();
        alarmed = true;
        steps.add(step(Kind.ALARM, message, -1));
    }

    /** Tells what has been done so far; whatever was doubted has led to this role. */
    void changesRole() {
        flush();
        forget();
    }

    /** Tells what has been done so far. */
    void flush() {
        for (Step step : steps) {
            listener.accept(new AgentEvent(step.at(), group, step.kind(), step.term(), words(step)));
        }
        steps.clear();
    }

    private String words(Step step) {
        if (step.tookNanos() >= 0) {
            long tenths = step.tookNanos() / NANOS_IN_TENTH;
            return addresses + (addresses == 1 ? " address in " : " addresses in ") + tenths / TENTHS + "."
                    + tenths % TENTHS + " ms";
        }
        if (step.kind() == Kind.DETECTED) {
            String who = step.words().isEmpty() ? "no master is heard" : step.words() + " is not heard";
            return who + ": asks the LAN who has the addresses";
        }
        return step.words();
    }

    private void forget() {
        doubts.clear();
        verdict = "";
        alarmed = false;
    }

    private void tellDoubts() {
        steps.addAll(doubts);
        doubts.clear();
    }

    private Step step(Kind kind, String words, long tookNanos) {
        return new Step(kind, Instant.now(), router.term(), words, tookNanos);
    }
}
