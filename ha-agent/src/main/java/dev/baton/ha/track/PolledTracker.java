package dev.baton.ha.track;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** A tracker that has to look: its probe, and what makes a verdict of what it sees. For use by one thread at a time. */
public final class PolledTracker {

    private final String name;
    private final Duration interval;
    private final Probe probe;
    private final Threshold threshold;
    private final FlipListener listener;

    /**
     * @param interval between the end of one look and the next
     * @param rise good looks in a row that end a failure
     * @param fall bad looks in a row that begin one; the first look of all decides alone
     */
    public PolledTracker(String name, Duration interval, int rise, int fall, Probe probe, FlipListener listener) {
        this.name = requireNonNull(name, "name is null");
        this.interval = requireNonNull(interval, "interval is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.threshold = new Threshold(rise, fall);
        this.listener = requireNonNull(listener, "listener is null");
    }

    String name() {
        return name;
    }

    Duration interval() {
        return interval;
    }

    /** Looks once. */
    void poll() {
        boolean first = threshold.verdict().isEmpty();
        Finding seen = look();
        boolean stopping = Thread.currentThread().isInterrupted();
        // A good first look is no news: a tracker counts as well until it says otherwise.
        if (!stopping && threshold.observe(seen.good()) && !(first && seen.good())) {
            listener.onFlip(name, seen.good(), seen.good() ? "" : seen.why());
        }
    }

    private Finding look() {
        try {
            return probe.look();
        } catch (RuntimeException e) {
            return Finding.bad("cannot look: " + e);
        }
    }
}
