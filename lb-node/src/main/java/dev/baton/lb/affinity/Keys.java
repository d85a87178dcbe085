package dev.baton.lb.affinity;

/** A queue of keys with versions in one array, which is not there as long as nothing is put in. Not thread-safe. */
final class Keys {

    private final int max;
    private long[] ring = {};
    private int head;
    private volatile int size;

    Keys(int max) {
        this.max = max;
    }

    /** @return false if it is full */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    boolean add(long high, long low, long version) {
        if (size == max) {
            return false;
        }
        if (ring.length == 0) {
            ring = new long[3 * max];
        }
        int at = 3 * ((head + size) % max);
        ring[at] = high;
        ring[at + 1] = low;
        ring[at + 2] = version;
        size = size + 1;
        return true;
    }

    int size() {
        return size;
    }

    boolean any() {
        return size > 0;
    }

    long high() {
        return ring[3 * head];
    }

    long low() {
        return ring[3 * head + 1];
    }

    long version() {
        return ring[3 * head + 2];
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void pop() {
        head = (head + 1) % max;
        size = size - 1;
    }
}
