package dev.baton.lb.proxy;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.ServerStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Another configuration that is ready to serve: its addresses are bound and its new servers are being asked how they
 * are. Nobody sees anything of it before {@link #commit}; exactly one of that and {@link #abort} must follow.
 */
public final class Reconfiguration {

    private final DataPath path;
    private final Map<String, Pool> pools;
    private final List<Pool> fresh;
    private final List<Service> services;
    private final Map<InetSocketAddress, Listening> sockets;
    private final CompletableFuture<?> asked;

    /**
     * @param pools all backends, by name
     * @param fresh those of them that do not serve yet
     * @param asked completes when every new server was asked once
     */
    Reconfiguration(
            DataPath path,
            Map<String, Pool> pools,
            List<Pool> fresh,
            List<Service> services,
            Map<InetSocketAddress, Listening> sockets,
            CompletableFuture<?> asked) {
        this.path = path;
        this.pools = pools;
        this.fresh = fresh;
        this.services = services;
        this.sockets = sockets;
        this.asked = asked;
    }

    /**
     * Waits until it is known of the new servers whether they are up, so that a backend whose servers are all new has
     * somebody to send requests to from the first moment.
     *
     * @param bound how long at most
     * @return those that are not up, as {@code backend/server}
     */
    public List<String> awaitServers(Duration bound) throws InterruptedException {
        try {
            asked.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            // Whoever has not answered yet is among those that are not up.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return fresh.stream()
                .map(Pool::backend)
                .flatMap(backend -> newcomers(backend).stream()
                        .filter(server ->
                                server.state().equals("down") || server.state().equals("unknown"))
                        .map(server -> backend.name() + "/" + server.name()))
                .toList();
    }

    private static List<ServerStatus> newcomers(Backend backend) {
        return backend.status().servers().stream()
                .filter(status -> backend.servers().stream()
                        .filter(server -> server.name().equals(status.name()))
                        .anyMatch(server -> backend.predecessor(server) == null))
                .toList();
    }

    /** Serves by it from now on. Returns at once; what runs is not disturbed. */
    public void commit() {
        path.commit(pools, fresh, services, sockets);
    }

    /** Leaves everything as it was. */
    public void abort() {
        fresh.forEach(pool -> pool.checks().stop());
        Frontends.release(sockets);
    }
}
