package dev.baton.lb.balance;

import java.util.function.IntPredicate;

/** The first candidate that may be chosen: the others wait until it can't be. */
public final class First implements Balancer {

    private final int candidates;

    public First(int candidates) {
        this.candidates = candidates;
    }

    @Override
    public int choose(long key, IntPredicate skip) {
        for (int i = 0; i < candidates; i++) {
            if (!skip.test(i)) {
                return i;
            }
        }
        return NOBODY;
    }
}
