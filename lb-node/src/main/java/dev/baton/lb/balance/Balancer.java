package dev.baton.lb.balance;

import java.util.function.IntPredicate;

/**
 * Chooses among a fixed list of candidates, known by their position. Safe for use by several threads at once, and
 * without a lock.
 */
public interface Balancer {

    /** What is returned when there is nobody to choose. */
    int NOBODY = -1;

    /** For {@link #choose}: everybody may be chosen. */
    IntPredicate NOBODY_SKIPPED = _ -> false;

    /**
     * The position of the next candidate, in O(log n) as long as nobody is skipped.
     *
     * @param key what the request is known by, for a balancer that sends equal ones to the same candidate; 0 when there
     *     is no such thing
     * @param skip candidates that must not be chosen, mostly because they were tried
     * @return {@link #NOBODY} when there is none
     */
    int choose(long key, IntPredicate skip);

    /** A candidate has more connections than before, or fewer. */
    default void loadChanged(int position) {}

    /** Looks at all loads anew: some may have changed without a word. */
    default void loadsChanged() {}
}
