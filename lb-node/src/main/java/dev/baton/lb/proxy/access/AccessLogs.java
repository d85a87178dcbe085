package dev.baton.lb.proxy.access;

import dev.baton.lb.config.AccessLogConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.traffic.FrontendMeter;
import dev.baton.lb.traffic.Meter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The access logs of all frontends, and what is counted of them. Logs that name the same file share it. */
public final class AccessLogs implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final OutputStream standardOutput;
    private final Map<Optional<Path>, LogWriter> writers = new HashMap<>();
    private final Map<Key, FrontendLog> logs = new HashMap<>();

    /** By the frontend's name: they go on over reloads, as counters must. */
    private final Map<String, FrontendMeter> meters = new ConcurrentHashMap<>();

    /** By the backend's name. Servers that leave take their counters along, and a sum must not shrink. */
    private final Map<String, Meter> backends = new ConcurrentHashMap<>();

    private final FirstAnswers firstAnswers = new FirstAnswers();

    private record Key(String frontend, AccessLogConfig config) {}

    /** @param standardOutput where logs without a file go */
    public AccessLogs(OutputStream standardOutput) {
        this.standardOutput = standardOutput;
    }

    /**
     * Opens a frontend's log, or gives the one that is open for the same frontend and configuration. What is not used
     * any more stays open until the end: connections that were made before a reload may still write there.
     *
     * @throws IOException if its file can't be opened; the message names frontend, file, reason and way out
     */
    public FrontendLog open(FrontendConfig frontend) throws IOException {
        AccessLogConfig config = frontend.accessLog();
        if (config.format() == AccessLogConfig.Format.OFF) {
            return new FrontendLog(frontend, null, meter(frontend.name()), this::backend, firstAnswers);
        }
        Key key = new Key(frontend.name(), config);
        FrontendLog known = logs.get(key);
        if (known != null) {
            return known;
        }
        FrontendLog log = new FrontendLog(
                frontend,
                writer(frontend, config.file().map(Path::toAbsolutePath)),
                meter(frontend.name()),
                this::backend,
                firstAnswers);
        logs.put(key, log);
        return log;
    }

    /** What is counted of a frontend. May be called by any thread. */
    public FrontendMeter meter(String frontend) {
        return meters.computeIfAbsent(frontend, _ -> new FrontendMeter());
    }

    /** What is counted of all servers of a backend. May be called by any thread. */
    public Meter backend(String name) {
        return backends.computeIfAbsent(name, _ -> new Meter());
    }

    /** Who waits for the first answers at some addresses. */
    public FirstAnswers firstAnswers() {
        return firstAnswers;
    }

    private LogWriter writer(FrontendConfig frontend, Optional<Path> file) throws IOException {
        LogWriter known = writers.get(file);
        if (known != null) {
            return known;
        }
        LogWriter writer = file.isEmpty()
                ? new LogWriter("on standard output", new StandardOutput(standardOutput))
                : new LogWriter(file.get().toString(), open(frontend, file.get()));
        writers.put(file, writer);
        return writer;
    }

    private static LogFile open(FrontendConfig frontend, Path file) throws IOException {
        try {
            return LogFile.open(file);
        } catch (IOException e) {
            throw new IOException(
                    "frontend \"" + frontend.name() + "\": access log " + file + " cannot be opened: " + e
                            + "; its directory must be there, and writable for the user of this process",
                    e);
        }
    }

    /** Writes what waits, and ends. To be called when the event loops have ended. */
    @Override
    public void close() {
        logs.values().forEach(FrontendLog::flush);
        writers.values().forEach(writer -> writer.close(PATIENCE));
    }
}
