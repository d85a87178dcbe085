package dev.baton.ha.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets an interface that was lost count as usable only after it has been so for a while: a cable that comes and goes
 * must not take the addresses with it. A loss counts at once. Pure; times are monotonic.
 */
final class LinkDebounce {

    private final long nanos;
    private final Set<String> lost = new HashSet<>();
    private final Map<String, Long> settling = new HashMap<>();

    LinkDebounce(Duration debounce) {
        this.nanos = debounce.toNanos();
    }

    /** @return whether that counts now; otherwise it does once {@link #settled} names the interface */
    boolean countsNow(String interfaceName, boolean usable, long nowNanos) {
        if (!usable) {
            settling.remove(interfaceName);
            lost.add(interfaceName);
            return true;
        }
        if (nanos == 0 || !lost.contains(interfaceName)) {
            return true;
        }
        settling.putIfAbsent(interfaceName, nowNanos + nanos);
        return false;
    }

    /** The interfaces that have been usable for long enough by now; each is named once. */
    List<String> settled(long nowNanos) {
        if (settling.isEmpty()) {
            return List.of();
        }
        List<String> due = settling.entrySet().stream()
                .filter(each -> each.getValue() <= nowNanos)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(settling::remove);
        lost.removeAll(due);
        return due;
    }

    long nextDeadlineNanos() {
        long next = Long.MAX_VALUE;
        for (long each : settling.values()) {
            next = Math.min(next, each);
        }
        return next;
    }
}
