package dev.baton.lb.balance;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Draws two different candidates by weight and takes the one with fewer connections for its weight: nearly as even as
 * the best of all, and nobody runs after a server that has just become the best (Mitzenmacher, The Power of Two Choices
 * in Randomized Load Balancing).
 */
public final class TwoChoices implements Balancer {

    private final int[] weights;
    private final Slots slots;
    private final IntUnaryOperator connections;
    private final IntUnaryOperator random;

    /**
     * @param connections how many connections a candidate has
     * @param random a number from 0 to below its argument
     * @param weights more than 0
     */
    public TwoChoices(IntUnaryOperator connections, IntUnaryOperator random, int... weights) {
        this.weights = weights.clone();
        this.slots = new Slots(weights);
        this.connections = connections;
        this.random = random;
    }

    @Override
    public int choose(long key, IntPredicate skip) {
        if (weights.length == 0) {
            return NOBODY;
        }
        int first = slots.owner(random.applyAsInt(slots.total()));
        int chosen = weights.length == 1 ? first : lessLoaded(first, another(first));
        return skip.test(chosen) ? slots.next(chosen, skip) : chosen;
    }

    /** Draws from the slots that are left without those of {@code first}. */
    private int another(int first) {
        int slot = random.applyAsInt(slots.total() - slots.weight(first));
        return slots.owner(slot < slots.start(first) ? slot : slot + slots.weight(first));
    }

    private int lessLoaded(int one, int other) {
        long load = (long) connections.applyAsInt(one) * weights[other];
        return load <= (long) connections.applyAsInt(other) * weights[one] ? one : other;
    }
}
