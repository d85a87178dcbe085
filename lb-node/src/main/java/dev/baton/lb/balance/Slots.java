package dev.baton.lb.balance;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Weights laid end to end: candidate i owns as many slots as its weight has units. */
final class Slots {

    /** {@code ends[i]} is the first slot after those of candidate i. */
    private final int[] ends;

    private final int total;
    private final boolean equal;

    /**
     * @param weights the candidates' weights, in their order; 0 takes a candidate out
     * @throws IllegalArgumentException if a weight is negative
     */
    Slots(int... weights) {
        int divisor = 0;
        for (int weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("weight " + weight + " is negative");
            }
            divisor = gcd(divisor, weight);
        }
        int unit = Math.max(1, divisor);
        this.ends = new int[weights.length];
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum = Math.addExact(sum, weights[i] / unit);
            ends[i] = sum;
        }
        this.total = sum;
        this.equal = sum == weights.length && Arrays.stream(weights).allMatch(weight -> weight == unit);
    }

    int total() {
        return total;
    }

    /** Whether everybody has one slot, so that slots are positions. */
    boolean areEqual() {
        return equal;
    }

    int start(int candidate) {
        return candidate == 0 ? 0 : ends[candidate - 1];
    }

    int weight(int candidate) {
        return ends[candidate] - start(candidate);
    }

    /** Who has a slot, in O(log n). */
    int owner(int slot) {
        if (equal) {
            return slot;
        }
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

    /** The first one from {@code position} on, around the end, that has a slot and is not skipped. */
    int next(int position, IntPredicate skip) {
        for (int i = 0; i < ends.length; i++) {
            int candidate = (position + i) % ends.length;
            if (weight(candidate) > 0 && !skip.test(candidate)) {
                return candidate;
            }
        }
        return Balancer.NOBODY;
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
