package dev.baton.ha.track;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets each tracker look on a thread of its own, so that one which hangs holds up no other. */
public final class TrackerThreads implements AutoCloseable {

    private final List<ScheduledExecutorService> threads;

    private TrackerThreads(List<ScheduledExecutorService> threads) {
        this.threads = threads;
    }

    /** Lets all of them look at once, and then again and again. */
    public static TrackerThreads start(List<PolledTracker> trackers) {
        return new TrackerThreads(trackers.stream().map(TrackerThreads::run).toList());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // poll throws nothing that a tracker could not live with
    private static ScheduledExecutorService run(PolledTracker tracker) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .daemon()
                .name("baton-tracker-" + tracker.name())
                .factory());
        // A delay, not a rate: looks that took long must not follow one another without a pause.
        thread.scheduleWithFixedDelay(tracker::poll, 0, tracker.interval().toNanos(), TimeUnit.NANOSECONDS);
        return thread;
    }

    /** Interrupts those that look, which kills their programs, and returns at once. */
    @Override
    public void close() {
        threads.forEach(ScheduledExecutorService::shutdownNow);
    }
}
