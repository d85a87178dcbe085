package dev.baton.lb.balance;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Knows the best of n candidates by an order that changes while it looks: O(1) to ask, O(log n) to tell of a change.
 *
 * <p>A binary tree whose inner nodes hold the better of their two children. Several threads may tell of changes at
 * once without a lock: whoever writes a node plays it again afterwards, until what is written is what was played. So a
 * winner that was out of date when it was written is put right by its own writer, and when all is quiet the root is
 * right. In between it may name one that was best a moment ago.
 */
final class Tournament {

    private static final int ABSENT = -1;

    private final int candidates;
    private final Order order;

    /** The inner nodes, the root at 1, the children of n at 2n and 2n + 1; from {@code length} on they are candidates. */
    private final AtomicIntegerArray winners;

    /** Whether one candidate goes before another; one of two different ones always does. */
    @FunctionalInterface
    interface Order {
        boolean before(int candidate, int rival);
    }

    Tournament(int candidates, Order order) {
        this.candidates = candidates;
        this.order = order;
        this.winners = new AtomicIntegerArray(Math.max(2, Integer.highestOneBit(Math.max(1, candidates) * 2 - 1)));
        replay();
    }

    /** The best one, or {@link Balancer#NOBODY} when there are none. */
    int best() {
        return candidates == 0 ? Balancer.NOBODY : winners.get(1);
    }

    /** Something of a candidate has changed that the order looks at. */
    void changed(int candidate) {
        for (int node = (winners.length() + candidate) / 2; node > 0; node /= 2) {
            play(node);
        }
    }

    /** Anything of any candidate may have changed. */
    void replay() {
        for (int node = winners.length() - 1; node > 0; node--) {
            play(node);
        }
    }

    private void play(int node) {
        int winner = better(at(2 * node), at(2 * node + 1));
        while (winners.get(node) != winner) {
            winners.set(node, winner);
            winner = better(at(2 * node), at(2 * node + 1));
        }
    }

    private int at(int node) {
        if (node < winners.length()) {
            return winners.get(node);
        }
        int candidate = node - winners.length();
        return candidate < candidates ? candidate : ABSENT;
    }

    private int better(int one, int other) {
        if (one == ABSENT || other == ABSENT) {
            return Math.max(one, other);
        }
        return order.before(other, one) ? other : one;
    }
}
