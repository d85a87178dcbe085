package dev.baton.lb.traffic;

/** What all event loops counted together, at one moment. The numbers of a busy moment may be a request apart. */
public final class Totals {

    private final long[] sums;
    private final int firstClass;
    private final int nanos;

    Totals(long[] sums, int firstClass, int nanos) {
        this.sums = sums;
        this.firstClass = firstClass;
        this.nanos = nanos;
    }

    public long of(Figure figure) {
        return sums[figure.place()];
    }

    /** Requests that are over, however they ended. */
    public long requests() {
        return of(Figure.ANSWERS_1XX)
                + of(Figure.ANSWERS_2XX)
                + of(Figure.ANSWERS_3XX)
                + of(Figure.ANSWERS_4XX)
                + of(Figure.ANSWERS_5XX)
                + of(Figure.UNANSWERED);
    }

    /** How many times fell into a class of {@link Latency}. */
    public long inClass(int number) {
        return sums[firstClass + number];
    }

    /** How many classes there are. */
    public int classes() {
        return nanos - firstClass;
    }

    /** All times together, in nanoseconds. */
    public long nanos() {
        return sums[nanos];
    }
}
