package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.LogicalClock;
import dev.baton.lb.affinity.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's table of affinities: loaded at the start, written every minute and at the end. */
final class AffinityRuntime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AffinityRuntime.class);

    private static final Duration SNAPSHOT_INTERVAL = Duration.ofMinutes(1);

    private final LogicalClock clock;
    private final AffinityTable table;
    private final SnapshotFile file;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("baton-affinity-file").factory());
    private long distrusted;
    private int written;
    private volatile @Nullable AffinitySync sync;

    private AffinityRuntime(String node, int maxEntries, Path stateDir) {
        long beginMillis = System.currentTimeMillis();
        long beginNanos = System.nanoTime();
        // Set by the machine's clock once; a clock that is set later must not end or prolong a client's stay.
        clock = new LogicalClock(() -> beginMillis + (System.nanoTime() - beginNanos) / 1_000_000);
        table = new AffinityTable(node, maxEntries, clock);
        file = new SnapshotFile(stateDir.resolve("affinity.snapshot"));
    }

    /** Loads what a former life wrote. A file that cannot be read is reported, and is no reason not to start. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failed attempt is reported where it fails
    static AffinityRuntime open(String node, int maxEntries, Path stateDir) {
        AffinityRuntime runtime = new AffinityRuntime(node, maxEntries, stateDir);
        runtime.load();
        runtime.written = runtime.fingerprint();
        runtime.writer.scheduleWithFixedDelay(
                runtime::writeChanged, SNAPSHOT_INTERVAL.toNanos(), SNAPSHOT_INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        return runtime;
    }

    AffinityTable table() {
        return table;
    }

    /** Where a table that was loaded begins to be worth less than what any running node knows; 0 for nowhere. */
    long distrusted() {
        return distrusted;
    }

    /** What keeps the other nodes' tables like this one. */
    void follow(AffinitySync running) {
        sync = running;
    }

    StatusReport.Affinity status() {
        AffinitySync running = sync;
        return new StatusReport.Affinity(
                table.size(),
                running == null ? 0 : running.lag().toMillis(),
                running == null ? 0 : running.lagEntries(),
                HexFormat.of().toHexDigits(Arrays.stream(table.segmentDigests()).sum()));
    }

    @Override
    public void close() {
        AffinitySync running = sync;
        if (running != null) {
            running.close();
        }
        writer.shutdown();
        try {
            if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
                log.warn("affinity: a snapshot is still being written; the last one stands");
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        writeChanged();
    }

    private void load() {
        try {
            switch (file.load(table, clock.millis())) {
                case SnapshotFile.Loaded.Nothing() -> {}
                case SnapshotFile.Loaded.Table(Duration age) -> {
                    log.info("affinity: {} clients remembered from {} s ago", table.size(), age.toSeconds());
                    if (age.compareTo(AffinityTable.TOMBSTONE_LIFE) > 0) {
                        distrusted = table.version();
                    }
                }
                case SnapshotFile.Loaded.Damaged(String why, Path aside) ->
                    log.error(
                            "affinity: the snapshot cannot be used: {}; nothing is remembered, and it lies in {} now",
                            why,
                            aside);
            }
        } catch (IOException e) {
            log.error("affinity: the snapshot cannot be read, and nothing is remembered", e);
        }
    }

    private void writeChanged() {
        int now = fingerprint();
        if (now == written) {
            return;
        }
        try {
            file.write(table, clock.millis());
            written = now;
        } catch (IOException | RuntimeException e) {
            log.warn("affinity: the snapshot cannot be written; a restart of all nodes would forget its clients", e);
        }
    }

    private int fingerprint() {
        return Arrays.hashCode(table.segmentDigests());
    }
}
