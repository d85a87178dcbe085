package dev.baton.lb.cli;

import dev.baton.lb.admin.ReloadReport;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.Caveats;
import dev.baton.lb.config.ConfigChange;
import dev.baton.lb.config.ConfigDifference;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.LiveChanges;
import dev.baton.lb.config.Problem;
import dev.baton.lb.proxy.DataPath;
import dev.baton.lb.proxy.Reconfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes of the configuration while the node runs, one after the other. */
final class Reloads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reloads.class);

    /** How long new servers may take to show that they are up before the reload goes on without that. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("baton-reload").factory());
    private final Consumer<BatonConfig> listener;
    private volatile ConfigSource running;
    private volatile @Nullable DataPath dataPath;

    /** @param listener hears of each configuration that the node has begun to serve by */
    Reloads(ConfigSource running, Consumer<BatonConfig> listener) {
        this.running = running;
        this.listener = listener;
    }

    /** The configuration that is in force. */
    BatonConfig config() {
        return running.config();
    }

    /** The node serves: from now on it can be changed. */
    void begin(DataPath serving) {
        dataPath = serving;
    }

    /** How far a reload goes. */
    enum Extent {
        /** Shows what would change. */
        SHOW,
        /** Also binds what is new, and lets go of it again. */
        TRY,
        /** Serves by it. */
        APPLY
    }

    /** Where a configuration is to come from. */
    @FunctionalInterface
    interface Origin {
        ConfigSource read() throws ConfigException;
    }

    /** What the file says now. */
    Origin file() {
        return () -> running.again();
    }

    /** What the file would mean if it said this. */
    Origin text(String text) {
        return () -> ConfigSource.of(running.file(), text);
    }

    /** The configuration that is in force, and its text. */
    ConfigSource running() {
        return running;
    }

    CompletableFuture<ReloadReport> reload(Origin origin, Extent extent) {
        return inTurn(() -> attempt(origin, extent));
    }

    /** Does something that no reload comes between. */
    <T> CompletableFuture<T> inTurn(Supplier<T> action) {
        try {
            return CompletableFuture.supplyAsync(action, thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IOException("the node is stopping", e));
        }
    }

    /** Does something again and again that no reload comes between, until the node stops. */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the thread
    void every(Duration time, Runnable action) {
        thread.scheduleWithFixedDelay(action, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reloads the file; the log tells what becomes of it. */
    void hangUp() {
        log.info("hang-up: the configuration is read again");
        boolean _ = reload(file(), Extent.APPLY).isDone();
    }

    /** On the thread of the reloads. */
    ReloadReport attempt(Origin origin, Extent extent) {
        Attempt attempt = new Attempt(extent != Extent.APPLY);
        DataPath serving = dataPath;
        if (serving == null) {
            attempt.refused.add("the node is still starting; try again when it is ready");
            return attempt.report(running.config());
        }
        try {
            ConfigSource next = origin.read();
            List<ConfigChange> changes = ConfigDifference.between(running.text(), next.text());
            changes.forEach(change -> attempt.changes.add(change.toString()));
            attempt.refused.addAll(LiveChanges.refused(running.config(), next.config(), changes));
            attempt.warnings.addAll(Caveats.of(next.config()));
            if (attempt.isFine()) {
                attempt.warnings.addAll(go(serving, next, extent));
            }
        } catch (ConfigException e) {
            e.problems().stream().map(Problem::toString).forEach(attempt.problems::add);
        } catch (IOException e) {
            attempt.refused.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            attempt.refused.add("the node is stopping");
        }
        ReloadReport report = attempt.report(running.config());
        tell(report);
        return report;
    }

    private List<String> go(DataPath serving, ConfigSource next, Extent extent)
            throws IOException, InterruptedException {
        return switch (extent) {
            case SHOW -> List.of();
            case TRY -> {
                serving.prepare(next.config().frontends(), next.config().backends())
                        .abort();
                yield List.of();
            }
            case APPLY -> {
                List<String> down = apply(serving, next.config());
                running = next;
                listener.accept(next.config());
                yield down;
            }
        };
    }

    private static List<String> apply(DataPath serving, BatonConfig next) throws IOException, InterruptedException {
        Reconfiguration prepared = serving.prepare(next.frontends(), next.backends());
        boolean committed = false;
        try {
            List<String> down = prepared.awaitServers(PATIENCE);
            prepared.commit();
            committed = true;
            return down.stream()
                    .map(server -> "server " + server + " is new and not up")
                    .toList();
        } finally {
            if (!committed) {
                prepared.abort();
            }
        }
    }

    private static void tell(ReloadReport report) {
        if (report.dryRun()) {
            return;
        }
        if (report.done()) {
            log.info("reload: {} changes in force, digest {}", report.changes().size(), report.digest());
            report.changes().forEach(change -> log.info("reload: {}", change));
        } else {
            log.warn("reload: nothing is changed");
        }
        report.problems().forEach(problem -> log.warn("reload: {}", problem));
        report.refused().forEach(refused -> log.warn("reload: {}", refused));
        report.warnings().forEach(warning -> log.warn("reload: {}", warning));
    }

    /** Ends; a reload that waits for servers is given up. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** What becomes of one reload. */
    private static final class Attempt {

        private final boolean dryRun;
        private final long began = System.nanoTime();
        private final List<String> changes = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Attempt(boolean dryRun) {
            this.dryRun = dryRun;
        }

        boolean isFine() {
            return problems.isEmpty() && refused.isEmpty();
        }

        ReloadReport report(BatonConfig runs) {
            return new ReloadReport(
                    isFine(),
                    dryRun,
                    changes,
                    problems,
                    refused,
                    warnings,
                    runs.digest(),
                    (System.nanoTime() - began) / 1e6,
                    List.of());
        }
    }
}
