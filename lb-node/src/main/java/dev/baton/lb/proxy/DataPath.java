package dev.baton.lb.proxy;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.Wishes;
import dev.baton.lb.proxy.check.Checks;
import dev.baton.lb.proxy.loop.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The running data path: listeners, event loops and health checks. */
public final class DataPath implements AutoCloseable {

    /** How often a server in its slow start gets a little more. */
    private static final Duration SLOW_START_STEP = Duration.ofMillis(500);

    private final Workers workers;
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private final Checks checks;
    private final Wishes wishes;
    private final Frontends frontends;

    private DataPath(
            List<BackendConfig> backends,
            Function<BackendConfig, Affinity> affinity,
            Transport transport,
            int threads) {
        this.workers = new Workers(threads, transport);
        this.frontends = new Frontends(workers, transport);
        this.checks = new Checks(workers::get, workers::evict);
        for (BackendConfig config : backends) {
            this.backends.put(config.name(), new Backend(config, affinity.apply(config), System::nanoTime));
        }
        this.wishes = new Wishes(this.backends.values());
    }

    /**
     * Binds every frontend, or none, and starts to check the servers. A server gets traffic after its first good
     * check; the first checks go out at once.
     *
     * @param frontends what listens; each names one of {@code backends}
     * @param backends the pools
     * @param affinity how each of them knows its clients again
     * @param workers event loops; 0 means one per core
     * @throws IOException if an address can't be listened on; the message names frontend, address, reason and way out
     */
    public static DataPath start(
            List<FrontendConfig> frontends,
            List<BackendConfig> backends,
            Function<BackendConfig, Affinity> affinity,
            int workers)
            throws IOException {
        return start(frontends, backends, affinity, workers, Transport.detect());
    }

    /** As above, in a cluster without a key. */
    static DataPath start(List<FrontendConfig> frontends, List<BackendConfig> backends, int workers)
            throws IOException {
        return start(frontends, backends, workers, Transport.detect());
    }

    static DataPath start(
            List<FrontendConfig> frontends, List<BackendConfig> backends, int workers, Transport transport)
            throws IOException {
        return start(frontends, backends, config -> Affinity.of(config, Optional.empty()), workers, transport);
    }

    private static DataPath start(
            List<FrontendConfig> frontends,
            List<BackendConfig> backends,
            Function<BackendConfig, Affinity> affinity,
            int workers,
            Transport transport)
            throws IOException {
        int threads = workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
        DataPath path = new DataPath(backends, affinity, transport, threads);
        try {
            for (FrontendConfig frontend : frontends) {
                path.frontends.bind(frontend, Sessions.of(frontend, name -> path.backend(frontend, name)));
            }
        } catch (IOException | RuntimeException e) {
            path.close();
            throw e;
        }
        backends.forEach(config -> path.checks.start(config, path.backend(config)));
        path.startRamps(backends);
        return path;
    }

    /**
     * Carries a few hundred requests of its own over loopback, beside everything else. A node may wait for months until
     * clients come to it, and then the first ones would wait for classes to be loaded.
     */
    public void rehearse() {
        Thread.ofPlatform().daemon().name("baton-rehearsal").start(new Rehearsal(frontends));
    }

    /** How the servers fare at this moment. */
    public List<BackendStatus> backends() {
        return backends.values().stream().map(Backend::status).toList();
    }

    /** What operators want of the servers by command. */
    public Wishes wishes() {
        return wishes;
    }

    /** Loops that answer and listeners that are open; a stopped data path is not live. */
    public Liveness liveness() {
        return bound -> {
            List<String> ailments = new ArrayList<>(frontends.closed());
            ailments.addAll(workers.silent(bound));
            return ailments;
        };
    }

    /**
     * Stops: accepts nothing more, closes connections that are idle, lets running requests and TCP connections finish
     * within {@code grace}, and cuts the rest. Returns when all of it is done; may be called more than once.
     */
    public void stop(Duration grace) {
        frontends.stop(grace);
        checks.stop();
        workers.stop();
    }

    /** Stops at once. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    private Backend backend(FrontendConfig frontend, String name) {
        Backend backend = backends.get(name);
        if (backend == null) {
            throw new IllegalArgumentException(
                    "frontend \"" + frontend.name() + "\": there is no backend \"" + name + "\"");
        }
        return backend;
    }

    private Backend backend(BackendConfig config) {
        Backend backend = backends.get(config.name());
        if (backend == null) {
            throw new IllegalStateException("backend \"" + config.name() + "\" was not built");
        }
        return backend;
    }

    private void startRamps(List<BackendConfig> configs) {
        for (BackendConfig config : configs) {
            if (config.slowStart().isPositive()) {
                workers.get(0).every(SLOW_START_STEP, backend(config)::advance);
            }
        }
    }
}
