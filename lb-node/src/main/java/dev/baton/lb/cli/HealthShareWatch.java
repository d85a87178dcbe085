package dev.baton.lb.cli;

import dev.baton.ha.vrrp.Advertisement;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.HealthShare;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Tells the election once a second how many of the servers are healthy, when that has changed. */
final class HealthShareWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Supplier<List<BackendStatus>> backends;
    private final IntConsumer report;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("baton-health-share").factory());
    private int last = Advertisement.UNKNOWN_HEALTH;

    private HealthShareWatch(Supplier<List<BackendStatus>> backends, IntConsumer report) {
        this.backends = backends;
        this.report = report;
    }

    static HealthShareWatch start(Supplier<List<BackendStatus>> backends, IntConsumer report) {
        HealthShareWatch watch = new HealthShareWatch(backends, report);
        watch.timer.scheduleWithFixedDelay(watch::look, 0, INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        return watch;
    }

    private void look() {
        int now = HealthShare.perMille(backends.get()).orElse(Advertisement.UNKNOWN_HEALTH);
        if (now != last) {
            last = now;
            report.accept(now);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
