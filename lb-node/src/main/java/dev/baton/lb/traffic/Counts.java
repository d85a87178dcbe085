package dev.baton.lb.traffic;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The numbers of one event loop. Only the loop writes, so a plain read and an opaque write are enough: readers see each
 * number whole and soon, and the loop pays for neither a fence nor a compare-and-set.
 */
public final class Counts {

    private static final int FIGURES = Figure.COUNT;
    private static final int NANOS = FIGURES + Latency.CLASSES;

    private final AtomicLongArray numbers = new AtomicLongArray(NANOS + 1);

    Counts() {}

    /** On the loop alone. */
    public void add(Figure figure, long more) {
        add(figure.place(), more);
    }

    /** Sorts a time in; on the loop alone. */
    public void took(long nanos) {
        add(placeOf(nanos), 1);
        add(NANOS, nanos);
    }

    /** Where a time of this length is counted. */
    static int placeOf(long nanos) {
        return FIGURES + Latency.classOf(nanos);
    }

    private void add(int at, long more) {
        numbers.setOpaque(at, numbers.getPlain(at) + more);
    }

    void addTo(long[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += numbers.getOpaque(i);
        }
    }

    static Totals totals(long[] sums) {
        return new Totals(sums, FIGURES, NANOS);
    }

    static long[] sums() {
        return new long[NANOS + 1];
    }
}
