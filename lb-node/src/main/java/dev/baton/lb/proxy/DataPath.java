package dev.baton.lb.proxy;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.Judgement;
import dev.baton.lb.pool.Wishes;
import dev.baton.lb.proxy.access.AccessLogs;
import dev.baton.lb.proxy.access.FirstAnswers;
import dev.baton.lb.proxy.check.Checks;
import dev.baton.lb.proxy.loop.Transport;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.proxy.tls.Originator;
import dev.baton.lb.proxy.tls.Terminator;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.tls.TicketKeys;
import dev.baton.lb.traffic.BackendTraffic;
import dev.baton.lb.traffic.FrontendTraffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The running data path: listeners, event loops and health checks. */
public final class DataPath implements AutoCloseable {

    /** How often a server in its slow start gets a little more. */
    private static final Duration SLOW_START_STEP = Duration.ofMillis(500);

    private final Function<BackendConfig, Affinity> affinity;
    private final Workers workers;
    private final Checks checks;
    private final Wishes wishes = new Wishes(List.of());
    private final Frontends frontends;
    private final AccessLogs logs;
    private final Engine engine;
    private final Originator originator;
    private final TicketKeys tickets = new TicketKeys(new SecureRandom(), System.currentTimeMillis());
    private volatile Map<String, Pool> pools = Map.of();
    private volatile Runnable ejectionListener = () -> {};

    private DataPath(
            Function<BackendConfig, Affinity> affinity,
            Transport transport,
            Engine engine,
            int threads,
            AccessLogs logs) {
        this.affinity = affinity;
        this.engine = engine;
        this.originator = new Originator(engine);
        this.logs = logs;
        this.workers = new Workers(threads, transport, originator);
        this.frontends = new Frontends(workers, transport);
        this.checks = new Checks(workers::get, workers::evict, () -> ejectionListener.run());
        workers.get(0).every(SLOW_START_STEP, this::advance);
    }

    /**
     * Binds every frontend, or none, and starts to check the servers. A server gets traffic after its first good
     * check; the first checks go out at once.
     *
     * @param frontends what listens; each names one of {@code backends}
     * @param backends the pools
     * @param affinity how each of them knows its clients again
     * @param workers event loops; 0 means one per core
     * @param logs where requests are written down; closed with the data path
     * @throws IOException if an address can't be listened on, or a log can't be opened; the message names frontend,
     *     address or file, reason and way out
     */
    public static DataPath start(
            List<FrontendConfig> frontends,
            List<BackendConfig> backends,
            Function<BackendConfig, Affinity> affinity,
            int workers,
            AccessLogs logs)
            throws IOException {
        return start(frontends, backends, affinity, workers, logs, Transport.detect(), Engine.detect());
    }

    /** As above, for backends that don't know their clients again. */
    static DataPath start(List<FrontendConfig> frontends, List<BackendConfig> backends, int workers, AccessLogs logs)
            throws IOException {
        return start(frontends, backends, workers, logs, Transport.detect());
    }

    static DataPath start(
            List<FrontendConfig> frontends,
            List<BackendConfig> backends,
            int workers,
            AccessLogs logs,
            Transport transport)
            throws IOException {
        return start(frontends, backends, _ -> Affinity.None.NONE, workers, logs, transport, Engine.detect());
    }

    /** With this engine for TLS, one event loop and no logs that are kept. */
    static DataPath start(List<FrontendConfig> frontends, List<BackendConfig> backends, AccessLogs logs, Engine engine)
            throws IOException {
        return start(frontends, backends, _ -> Affinity.None.NONE, 1, logs, Transport.detect(), engine);
    }

    private static DataPath start(
            List<FrontendConfig> frontends,
            List<BackendConfig> backends,
            Function<BackendConfig, Affinity> affinity,
            int workers,
            AccessLogs logs,
            Transport transport,
            Engine engine)
            throws IOException {
        int threads = workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
        DataPath path = new DataPath(affinity, transport, engine, threads, logs);
        try {
            path.prepare(frontends, backends).commit();
            return path;
        } catch (IOException | RuntimeException e) {
            path.close();
            throw e;
        }
    }

    /**
     * Makes everything ready to serve by another configuration. One reload at a time: the next must not be prepared
     * before this one is committed or aborted.
     *
     * @throws IOException if an address can't be listened on, or a log can't be opened; nothing has changed then
     */
    public Reconfiguration prepare(List<FrontendConfig> wanted, List<BackendConfig> backends) throws IOException {
        Map<InetSocketAddress, Listening> sockets = frontends.bind(wanted);
        List<Pool> fresh = new ArrayList<>();
        try {
            originator.prepare(backends);
            Map<String, Pool> next = new LinkedHashMap<>();
            for (BackendConfig config : backends) {
                Pool kept = pools.get(config.name());
                if (kept != null && kept.config().equals(config)) {
                    next.put(config.name(), kept);
                } else {
                    Pool pool = pool(config, kept);
                    fresh.add(pool);
                    next.put(config.name(), pool);
                }
            }
            List<Service> services = new ArrayList<>();
            for (FrontendConfig frontend : wanted) {
                services.add(Service.of(
                        frontend,
                        name -> backend(frontend, name, next),
                        logs.open(frontend),
                        Terminator.of(
                                frontend,
                                engine,
                                tickets,
                                logs.meter(frontend.name()).handshakes())));
            }
            AtomicInteger wave = new AtomicInteger();
            CompletableFuture<?> asked = CompletableFuture.allOf(
                    fresh.stream().map(pool -> pool.checks().begin(wave)).toArray(CompletableFuture<?>[]::new));
            return new Reconfiguration(this, Collections.unmodifiableMap(next), fresh, services, sockets, asked);
        } catch (IOException | RuntimeException e) {
            fresh.forEach(pool -> pool.checks().stop());
            Frontends.release(sockets);
            throw e;
        }
    }

    private Pool pool(BackendConfig config, @Nullable Pool before) {
        Backend backend = before == null
                ? new Backend(config, affinity.apply(config), System::nanoTime)
                : before.backend().successor(config, affinity.apply(config));
        return new Pool(
                config, backend, checks.of(config, backend, before == null ? null : before.checks()), before != null);
    }

    /** See {@link Reconfiguration#commit}. */
    void commit(
            Map<String, Pool> next,
            List<Pool> fresh,
            List<Service> services,
            Map<InetSocketAddress, Listening> sockets) {
        Map<String, Pool> before = pools;
        wishes.follow(next.values().stream().map(Pool::backend).toList());
        fresh.forEach(pool -> pool.takeOver(wishes));
        pools = next;
        originator.keep(next.values().stream().map(Pool::config).toList());
        frontends.commit(services, sockets);
        before.values().forEach(pool -> {
            if (!next.containsKey(pool.config().name())) {
                pool.checks().stop();
                pool.backend().leave();
            }
            pool.without(next).forEach(workers::evict);
        });
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
        return pools.values().stream().map(pool -> pool.backend().status()).toList();
    }

    /** What passed through a frontend since the start. */
    public FrontendTraffic traffic(FrontendConfig frontend) {
        return FrontendTraffic.of(
                frontend.name(),
                frontend.mode() == FrontendConfig.Mode.HTTP,
                frontend.tls().isPresent(),
                logs.meter(frontend.name()));
    }

    /** How long the servers of each backend took since the start. */
    public List<BackendTraffic> responses() {
        return pools.keySet().stream()
                .map(name -> new BackendTraffic(name, logs.backend(name).totals()))
                .toList();
    }

    /** Who waits for the first answers at some addresses. */
    public FirstAnswers firstAnswers() {
        return logs.firstAnswers();
    }

    /** What session tickets are made with. */
    public TicketKeys tickets() {
        return tickets;
    }

    /** Serves certificates whose files have changed, and makes tickets with the keys of the hour. One call at a time. */
    public void renewCertificates() {
        renewCertificates(Instant.now());
    }

    void renewCertificates(Instant now) {
        tickets.turn(now.toEpochMilli());
        terminators().forEach(each -> each.look(now));
    }

    /** The certificates of each frontend that ends TLS. */
    public List<CertificateStatus> certificates() {
        return terminators().map(Terminator::status).toList();
    }

    private Stream<Terminator> terminators() {
        return frontends.serving().stream().map(Service::terminator).flatMap(Stream::ofNullable);
    }

    /** What this node has found out about the servers, for other nodes. */
    public List<Judgement> judgements() {
        return pools.values().stream()
                .flatMap(pool -> pool.backend().verdicts().judgements().stream())
                .toList();
    }

    /**
     * Takes another node's word on a server, where this node does not know better.
     *
     * @return whether it was news; false also for a server that the configuration does not have
     */
    public boolean believe(Judgement word) {
        Pool pool = pools.get(word.backend());
        return pool != null && pool.backend().verdicts().believe(word);
    }

    /** From now on hears that this node's traffic has spoken against a server; on an event loop. */
    public void onEjection(Runnable listener) {
        ejectionListener = listener;
    }

    /**
     * Tells the clients that came by an address that it goes away: HTTP/2 by a GOAWAY with the last request that was taken,
     * kept connections of HTTP/1.1 that wait for the next request by their end.
     *
     * @param bound how long to wait for that at most
     */
    public void dismiss(InetAddress address, Duration bound) {
        frontends.dismiss(address, bound);
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
        pools.values().forEach(pool -> pool.checks().stop());
        workers.stop();
        logs.close();
    }

    /** Stops at once. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    private static Backend backend(FrontendConfig frontend, String name, Map<String, Pool> pools) {
        Pool pool = pools.get(name);
        if (pool == null) {
            throw new IllegalArgumentException(
                    "frontend \"" + frontend.name() + "\": there is no backend \"" + name + "\"");
        }
        return pool.backend();
    }

    private void advance() {
        for (Pool pool : pools.values()) {
            if (pool.config().slowStart().isPositive()) {
                pool.backend().verdicts().advance();
            }
        }
    }
}
