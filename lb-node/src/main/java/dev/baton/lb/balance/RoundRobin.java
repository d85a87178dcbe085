package dev.baton.lb.balance;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * Smooth weighted round robin in O(log n) a choice, with a single counter as its state.
 *
 * <p>The weights are laid end to end on a circle of W slots (W = their sum). The choices walk the circle with a stride
 * near W divided by the golden ratio and coprime to W: every W choices visit every slot exactly once, so shares are
 * exact, and at no moment is a candidate more than four choices ahead of its share or behind it. Equal weights give
 * plain a, b, c, a, b, c.
 */
public final class RoundRobin implements Balancer {

    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

    /** How far from the golden section to look for a stride. */
    private static final int NEAR = 40;

    private final Slots slots;
    private final int stride;
    private final AtomicLong turn;

    /**
     * @param turn counts the choices; a balancer that goes on with another's counter does not begin with the first
     *     candidate again
     * @param weights the candidates' weights, in their order; 0 takes a candidate out
     * @throws IllegalArgumentException if a weight is negative
     */
    public RoundRobin(AtomicLong turn, int... weights) {
        this.turn = turn;
        this.slots = new Slots(weights);
        this.stride = slots.areEqual() ? 1 : stride(slots.total());
    }

    @Override
    public int choose(long key, IntPredicate skip) {
        if (slots.total() == 0) {
            return NOBODY;
        }
        long step = Math.floorMod(turn.getAndIncrement(), (long) slots.total());
        int chosen = slots.owner((int) (step * stride % slots.total()));
        return skip.test(chosen) ? slots.next(chosen, skip) : chosen;
    }

    /**
     * Of the strides near the golden section, the one whose visits lie most evenly: that with the smallest sum of
     * partial quotients, which bounds the discrepancy of the walk (Niederreiter, Random Number Generation and
     * Quasi-Monte Carlo Methods, theorem 3.5 and what follows).
     */
    private static int stride(int total) {
        int golden = (int) Math.round(total / GOLDEN_RATIO);
        int best = 1;
        int least = Integer.MAX_VALUE;
        for (int stride = Math.max(1, golden - NEAR); stride <= Math.min(total - 1, golden + NEAR); stride++) {
            int sum = Slots.gcd(stride, total) == 1 ? quotients(total, stride) : Integer.MAX_VALUE;
            if (sum < least) {
                least = sum;
                best = stride;
            }
        }
        return best;
    }

    /** The sum of the partial quotients of the continued fraction of {@code a / b}. */
    private static int quotients(int a, int b) {
        return b == 0 ? 0 : a / b + quotients(b, a % b);
    }
}
