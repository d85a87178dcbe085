package dev.baton.ha.agent;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the witness again and again; a lost answer alone is no loss. */
public final class WitnessWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MISSES = 2;

    private static final Logger log = LoggerFactory.getLogger(WitnessWatch.class);

    private final Consumer<Boolean> report;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("baton-witness").factory());
    private int missed;
    private boolean reachable = true;

    private WitnessWatch(Consumer<Boolean> report) {
        this.report = report;
    }

    /** @param report told each second whether a witness can be reached, such as {@link HaAgent#reportWitness} */
    public static WitnessWatch start(Witness witness, Consumer<Boolean> report) {
        WitnessWatch watch = new WitnessWatch(report);
        watch.timer.scheduleWithFixedDelay(
                () -> witness.ask(watch::onVerdict), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    synchronized void onVerdict(boolean answered) {
        missed = answered ? 0 : missed + 1;
        boolean now = missed < MISSES;
        if (now != reachable) {
            log.warn("the witness {}", now ? "answers again" : "does not answer any more");
        }
        reachable = now;
        // A probe may have reported a miss in between, so what holds is said each time.
        if (answered || !now) {
            report.accept(answered);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
