package dev.baton.lb.cli;

import dev.baton.lb.admin.ReloadDecision;
import dev.baton.lb.admin.ReloadReport;
import dev.baton.lb.cli.Reloads.Extent;
import dev.baton.lb.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in a reload of the whole cluster. What it was asked to get ready for is kept on disk. It follows when
 * it is told to, and also as soon as it sees another node run it: so a node that died, or was not reached, between the
 * two comes to the same as the others, whichever way it went.
 */
final class PreparedReload {

    private static final Logger log = LoggerFactory.getLogger(PreparedReload.class);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Reloads reloads;
    private final WholeFile kept;
    private final Supplier<Set<Long>> running;
    private @Nullable ConfigSource prepared;

    /**
     * @param running the short digests of what the other nodes run
     */
    PreparedReload(Reloads reloads, Path stateDir, Supplier<Set<Long>> running) {
        this.reloads = reloads;
        this.kept = new WholeFile(stateDir.resolve("prepared.yaml"));
        this.running = running;
    }

    /** Takes up what a former life was asked to get ready for. */
    void begin() {
        try {
            if (Files.exists(kept.path())) {
                prepared = reloads.text(Files.readString(kept.path())).read();
            }
        } catch (IOException | ConfigException e) {
            log.warn("a reload that was prepared before the restart is forgotten: {}", e.getMessage());
        }
        reloads.every(LOOK, this::look);
    }

    CompletableFuture<ReloadReport> prepare(String text) {
        return reloads.inTurn(() -> {
            ReloadReport report = reloads.attempt(reloads.text(text), Extent.TRY);
            if (!report.done()) {
                return report;
            }
            try {
                ConfigSource next = reloads.text(text).read();
                requireWritable(next);
                kept.write(text);
                prepared = next;
                return withFile(report, next);
            } catch (IOException | ConfigException e) {
                return report.refusing(String.valueOf(e.getMessage()));
            }
        });
    }

    /** A file that was changed and not followed yet is work that is about to be put aside. */
    private ReloadReport withFile(ReloadReport report, ConfigSource next) {
        WholeFile file = new WholeFile(next.file());
        boolean foreign = Files.exists(file.path())
                && !file.says(next.text())
                && !file.says(reloads.running().text());
        return foreign
                ? report.warning(next.file()
                        + " says something else than the node runs, and is replaced all the same (.bak keeps it)")
                : report;
    }

    /** Where the file is distributed by other means, it need not be written. */
    private static void requireWritable(ConfigSource next) throws IOException {
        WholeFile file = new WholeFile(next.file());
        if (!file.says(next.text()) && !file.isWritable()) {
            throw new IOException(next.file()
                    + " says something else here, and the node may not write it; copy the file to every node first");
        }
    }

    CompletableFuture<ReloadReport> decide(ReloadDecision decision) {
        return reloads.inTurn(() -> {
            ConfigSource next = prepared;
            if (next == null || !next.config().digest().equals(decision.digest())) {
                ReloadReport now = reloads.attempt(reloads::running, Extent.SHOW);
                boolean already = reloads.config().digest().equals(decision.digest());
                return already || !decision.follow() ? now : now.refusing("nothing of this digest is prepared");
            }
            if (decision.follow()) {
                return follow(next);
            }
            forget();
            return reloads.attempt(reloads::running, Extent.SHOW);
        });
    }

    private void look() {
        ConfigSource next = prepared;
        if (next != null && running.get().contains(StatusReports.shortDigest(next.config()))) {
            log.info("reload: another node runs what was prepared here; this one follows");
            boolean _ = follow(next).done();
        }
    }

    private ReloadReport follow(ConfigSource next) {
        forget();
        try {
            new WholeFile(next.file()).replace(next.text());
        } catch (IOException e) {
            log.warn(
                    "reload: {} cannot be written: {}; the node runs what it will not find there",
                    next.file(),
                    e.toString());
        }
        return reloads.attempt(() -> next, Extent.APPLY);
    }

    private void forget() {
        prepared = null;
        try {
            Files.deleteIfExists(kept.path());
        } catch (IOException e) {
            log.warn("{} cannot be removed: {}", kept.path(), e.toString());
        }
    }
}
