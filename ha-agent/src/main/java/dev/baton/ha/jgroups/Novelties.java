package dev.baton.ha.jgroups;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the things that were turned away are news: the first of a sort, and its count once it has gone on for a
 * while. Those who send them choose how many sorts there are, so what is told and what is kept is bounded. Any thread may
 * call.
 */
final class Novelties {

    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    /** So many may be told within {@link #QUIET_NANOS}. */
    private static final int MOST_TOLD = 5;

    private static final int MOST_SORTS = 32;

    // Guarded by this.
    private final Map<String, Sort> sorts = new LinkedHashMap<>();
    private long minuteSinceNanos;
    private int told;

    /** What was counted of a sort since it was told last. */
    private record Sort(long count, boolean told, long toldNanos) {}

    /** @return what is to be told of it, if anything */
    synchronized Optional<String> count(String sort, long nowNanos) {
        if (told > 0 && nowNanos - minuteSinceNanos >= QUIET_NANOS) {
            told = 0;
        }
        Sort known = sorts.getOrDefault(sort, new Sort(0, false, 0));
        long count = known.count() + 1;
        boolean due = !known.told() || nowNanos - known.toldNanos() >= QUIET_NANOS;
        if (!due || told >= MOST_TOLD) {
            keep(sort, new Sort(count, known.told(), known.toldNanos()));
            return Optional.empty();
        }
        if (told++ == 0) {
            minuteSinceNanos = nowNanos;
        }
        keep(sort, new Sort(0, true, nowNanos));
        return Optional.of(
                count == 1
                        ? sort
                        : sort + ", " + count + (known.told() ? " times since it was told last" : " times so far"));
    }

    private void keep(String sort, Sort state) {
        if (sorts.size() >= MOST_SORTS && !sorts.containsKey(sort)) {
            sorts.remove(sorts.keySet().iterator().next());
        }
        sorts.put(sort, state);
    }
}
