package dev.baton.lb.traffic;

import org.jspecify.annotations.Nullable;

/** Counts what passes through one frontend or server, a set of numbers for each event loop. */
public final class Meter {

    private record Stripe(Object loop, Counts counts) {}

    /** Only grows, by as many as there are loops. */
    private volatile Stripe[] stripes = {};

    /** The numbers that a loop, and only that loop, counts up. */
    public Counts of(Object loop) {
        Counts known = find(loop);
        return known == null ? make(loop) : known;
    }

    @SuppressWarnings("ReferenceEquality") // each loop is one of its own, whatever it says of others
    private @Nullable Counts find(Object loop) {
        for (Stripe stripe : stripes) {
            if (stripe.loop() == loop) {
                return stripe.counts();
            }
        }
        return null;
    }

    private synchronized Counts make(Object loop) {
        Counts known = find(loop);
        if (known != null) {
            return known;
        }
        Counts counts = new Counts();
        Stripe[] more = new Stripe[stripes.length + 1];
        System.arraycopy(stripes, 0, more, 0, stripes.length);
        more[stripes.length] = new Stripe(loop, counts);
        stripes = more;
        return counts;
    }

    /** What all loops counted. */
    public Totals totals() {
        long[] sums = Counts.sums();
        for (Stripe stripe : stripes) {
            stripe.counts().addTo(sums);
        }
        return Counts.totals(sums);
    }
}
