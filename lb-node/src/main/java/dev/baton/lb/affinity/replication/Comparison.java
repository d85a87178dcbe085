package dev.baton.lb.affinity.replication;

import dev.baton.lb.affinity.AffinityTable;
import java.util.BitSet;

/**
 * Which differences between two tables are to be mended. What is on its way makes tables differ for a moment, so a
 * difference counts when it stays: at once where neither side changed in between, else after some rounds and only a few
 * at a time, because that may still be a busy segment.
 */
final class Comparison {

    private static final int PATIENCE_ROUNDS = 12;
    private static final int BUSY_AT_ONCE = 16;

    private final byte[] rounds = new byte[AffinityTable.SEGMENTS];
    private long[] ours = new long[AffinityTable.SEGMENTS];
    private long[] theirs = new long[AffinityTable.SEGMENTS];

    /** All that differ. */
    static BitSet differences(long[] ours, long[] theirs) {
        BitSet different = new BitSet(AffinityTable.SEGMENTS);
        for (int i = 0; i < AffinityTable.SEGMENTS; i++) {
            different.set(i, ours[i] != theirs[i]);
        }
        return different;
    }

    /** Those that differ and are not just busy. */
    BitSet lasting(long[] nowOurs, long[] nowTheirs) {
        BitSet lasting = new BitSet(AffinityTable.SEGMENTS);
        int busy = 0;
        for (int i = 0; i < AffinityTable.SEGMENTS; i++) {
            if (nowOurs[i] == nowTheirs[i]) {
                rounds[i] = 0;
                continue;
            }
            boolean quiet = rounds[i] > 0 && nowOurs[i] == ours[i] && nowTheirs[i] == theirs[i];
            rounds[i] = (byte) Math.min(PATIENCE_ROUNDS, rounds[i] + 1);
            if (quiet || (rounds[i] == PATIENCE_ROUNDS && busy++ < BUSY_AT_ONCE)) {
                lasting.set(i);
                rounds[i] = 0;
            }
        }
        ours = nowOurs;
        theirs = nowTheirs;
        return lasting;
    }
}
