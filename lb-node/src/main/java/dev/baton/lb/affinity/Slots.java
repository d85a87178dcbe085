package dev.baton.lb.affinity;

/**
 * Entries in primitive arrays, found by open addressing with linear probing. At most three quarters are in use, so that
 * a search ends. 37 bytes a slot.
 */
final class Slots {

    /** Without room, for who has no entries yet; nobody writes to it. */
    static final Slots NONE = new Slots(1);

    private static final int MIN_CAPACITY = 8;

    static final long OCCUPIED = 1;
    /** Forgotten; kept so that a node that has not heard of it does not bring it back. */
    static final long TOMBSTONE = 2;
    /** Not sent to the other nodes yet. */
    static final long DIRTY = 4;

    final int mask;
    final long[] high;
    final long[] low;
    final long[] version;
    /** Backend's number, server's number, writer (16 bits each), 13 unused bits, DIRTY, TOMBSTONE, OCCUPIED. */
    final long[] meta;
    /** Tenths of a second since the table's beginning. */
    final int[] expiry;
    /** 1 when it was read since the hand came by. */
    final byte[] used;

    Slots(int capacity) {
        mask = capacity - 1;
        high = new long[capacity];
        low = new long[capacity];
        version = new long[capacity];
        meta = new long[capacity];
        expiry = new int[capacity];
        used = new byte[capacity];
    }

    static long meta(int backend, int server, int writer, long flags) {
        return ((long) backend << 48) | ((long) server << 32) | ((long) writer << 16) | flags | OCCUPIED;
    }

    static int backend(long meta) {
        return (int) (meta >>> 48);
    }

    static int server(long meta) {
        return (int) (meta >>> 32) & 0xFFFF;
    }

    static int writer(long meta) {
        return (int) (meta >>> 16) & 0xFFFF;
    }

    static boolean isTombstone(long meta) {
        return (meta & TOMBSTONE) != 0;
    }

    /** @return where it is, or the complement of where it would be; ends also on what another thread is changing */
    int find(long keyHigh, long keyLow) {
        int at = home(keyLow);
        for (int probes = 0; probes <= mask; probes++) {
            if (meta[at] == 0) {
                return ~at;
            }
            if (low[at] == keyLow && high[at] == keyHigh) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return Integer.MIN_VALUE;
    }

    void move(int from, Slots to, int target) {
        to.high[target] = high[from];
        to.low[target] = low[from];
        to.version[target] = version[from];
        to.meta[target] = meta[from];
        to.expiry[target] = expiry[from];
        to.used[target] = used[from];
    }

    /** Empties a slot and moves what follows, so that searches find no gap (Knuth, TAOCP 3, 6.4, algorithm R). */
    void remove(int at) {
        int gap = at;
        int next = (at + 1) & mask;
        while (meta[next] != 0) {
            int home = home(low[next]);
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                move(next, this, gap);
                gap = next;
            }
            next = (next + 1) & mask;
        }
        meta[gap] = 0;
        used[gap] = 0;
    }

    Slots grown() {
        Slots larger = new Slots(Math.max(MIN_CAPACITY, 2 * (mask + 1)));
        for (int i = 0; i <= mask; i++) {
            if (meta[i] != 0) {
                move(i, larger, ~larger.find(high[i], low[i]));
            }
        }
        return larger;
    }

    private int home(long keyLow) {
        return (int) (keyLow ^ (keyLow >>> 32)) & mask;
    }
}
