package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What keeps this node from its best: faults that forbid mastership, and weights that lower the priority. */
final class Fitness {

    /** A node that is held down is last in line, but still in it: better a shaky owner than none. */
    private static final int HELD_DOWN = 1;

    private static final long MEMORY = Duration.ofMinutes(2).toNanos();

    private final int basePriority;
    private final Map<String, String> faults = new LinkedHashMap<>();
    private final Map<String, Integer> weights = new LinkedHashMap<>();
    private final Map<String, String> weightReasons = new LinkedHashMap<>();
    /** At most 5 s: a mended cable must count again soon, and the group is without its spare until then. */
    private final Backoff holdDown = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

    private long heldDownUntilNanos;
    private long lastLossNanos = -MEMORY;

    Fitness(int basePriority) {
        this.basePriority = basePriority;
    }

    void fault(String cause, String why) {
        faults.put(cause, why);
    }

    /** @return whether that was the last fault */
    boolean recovered(String cause) {
        return faults.remove(cause) != null && faults.isEmpty();
    }

    boolean unfit() {
        return !faults.isEmpty();
    }

    boolean has(String cause) {
        return faults.containsKey(cause);
    }

    String faultReason() {
        return String.join("; ", faults.values());
    }

    void weigh(String tracker, int weight, String why) {
        weights.put(tracker, weight);
        weightReasons.put(tracker, why + " (priority " + (weight > 0 ? "+" : "") + weight + ")");
    }

    void unweigh(String tracker) {
        weights.remove(tracker);
        weightReasons.remove(tracker);
    }

    /** Mastership was lost by this node's own fault: once is no pattern, then it is last in line for ever longer. */
    void lostMastership(long nowNanos) {
        if (nowNanos - lastLossNanos < MEMORY) {
            heldDownUntilNanos = nowNanos + holdDown.nextNanos(nowNanos);
        }
        lastLossNanos = nowNanos;
    }

    boolean heldDown(long nowNanos) {
        return nowNanos < heldDownUntilNanos;
    }

    /** The base priority plus the weights of failing trackers, 1 to 254; 0 with a fault. */
    int effectivePriority(long nowNanos) {
        if (unfit()) {
            return Advertisement.RELEASED;
        }
        if (heldDown(nowNanos)) {
            return HELD_DOWN;
        }
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        return Math.clamp(basePriority + sum, 1, 254);
    }

    List<String> reasons(long nowNanos) {
        List<String> reasons = new ArrayList<>(faults.values());
        reasons.addAll(weightReasons.values());
        if (heldDown(nowNanos)) {
            long left = Math.ceilDiv(
                    heldDownUntilNanos - nowNanos, Duration.ofSeconds(1).toNanos());
            reasons.add("held down for another " + left + " s, having lost mastership by its own fault");
        }
        return reasons;
    }
}
