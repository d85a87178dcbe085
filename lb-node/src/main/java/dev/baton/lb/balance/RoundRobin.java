package dev.baton.lb.balance;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Smooth weighted round robin in O(log n) a choice, with a single counter as its state.
 *
 * <p>The weights are laid end to end on a circle of W slots (W = their sum). The choices walk the circle with a stride
 * near W divided by the golden ratio and coprime to W: every W choices visit every slot exactly once, so shares are
 * exact, and at no moment is a candidate more than four choices ahead of its share or behind it. Equal weights give plain a, b, c, a, b, c.
 */
public final class RoundRobin implements Balancer {

    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

    /** How far from the golden section to look for a stride. */
    private static final int NEAR = 40;

    /** {@code ends[i]} is the first slot after those of candidate i. */
    private final int[] ends;

    private final boolean equal;
    private final int total;
    private final int stride;
    private final AtomicLong turn = new AtomicLong();

    /**
     * @param weights the candidates' weights, in their order; 0 takes a candidate out
     * @throws IllegalArgumentException if a weight is negative
     */
    public RoundRobin(int... weights) {
        int divisor = 0;
        for (int weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("weight " + weight + " is negative");
            }
            divisor = gcd(divisor, weight);
        }
        int unit = Math.max(1, divisor);
        int[] bounds = new int[weights.length];
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum = Math.addExact(sum, weights[i] / unit);
            bounds[i] = sum;
        }
        this.ends = bounds;
        this.total = sum;
        this.equal = sum == weights.length && Arrays.stream(weights).allMatch(w -> w == unit);
        this.stride = equal ? 1 : stride(sum);
    }

    @Override
    public int choose() {
        if (total == 0) {
            return NOBODY;
        }
        long step = Math.floorMod(turn.getAndIncrement(), (long) total);
        int slot = (int) (step * stride % total);
        return equal ? slot : owner(slot);
    }

    private int owner(int slot) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (slot < ends[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
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
            int sum = gcd(stride, total) == 1 ? quotients(total, stride) : Integer.MAX_VALUE;
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

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
