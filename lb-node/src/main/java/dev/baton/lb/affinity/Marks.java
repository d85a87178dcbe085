package dev.baton.lb.affinity;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which segments have changes that nobody was told of, so that they are found without a look at each. Set by whoever
 * writes; cleared by the one who tells, before it looks.
 */
final class Marks {

    private final AtomicLongArray words = new AtomicLongArray(AffinityTable.SEGMENTS / Long.SIZE);

    void set(int index) {
        long bit = 1L << index;
        if ((words.get(index / Long.SIZE) & bit) == 0) {
            words.accumulateAndGet(index / Long.SIZE, bit, (word, set) -> word | set);
        }
    }

    void clear(int index) {
        words.accumulateAndGet(index / Long.SIZE, 1L << index, (word, gone) -> word & ~gone);
    }

    /** The first that is set, not before this one; -1 if there is none. */
    int next(int from) {
        long mask = -1L << from;
        for (int word = from / Long.SIZE; word < words.length(); word++) {
            long set = words.get(word) & mask;
            if (set != 0) {
                return word * Long.SIZE + Long.numberOfTrailingZeros(set);
            }
            mask = -1L;
        }
        return -1;
    }
}
