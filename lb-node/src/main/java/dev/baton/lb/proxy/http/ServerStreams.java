package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Worker;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** The connections of one event loop that carry requests of many clients at once, to servers of HTTP/2. */
final class ServerStreams {

    private final HttpWorker http;
    private final Worker worker;

    /** By the machine, which stays the same when the configuration changes. */
    private final IdentityHashMap<Object, List<SharedConnection>> connections = new IdentityHashMap<>();

    ServerStreams(HttpWorker http, Worker worker) {
        this.http = http;
        this.worker = worker;
    }

    /** Hears of a place for a request: of one of the last three, once. */
    interface Seeker {

        /** There is no connection yet. */
        void waits();

        /** @param place to be begun at once, or never */
        void found(ServerStream place);

        /** The server takes fewer at once than was thought; there may be a place on another connection. */
        void crowded();

        /** There is no connection. */
        void failed(Throwable why);
    }

    /** Finds a place on a connection that has one, or makes a connection. */
    void find(Server server, Approach how, ServerTimeouts timeouts, Seeker seeker) {
        List<SharedConnection> known = connections.computeIfAbsent(server.identity(), _ -> new ArrayList<>(2));
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).take(server, seeker)) {
                return;
            }
        }
        SharedConnection fresh = new SharedConnection(this, http, server, timeouts);
        known.add(fresh);
        fresh.connect(worker, how, seeker);
    }

    /** Nobody else is to be sent there. */
    void remove(SharedConnection connection) {
        connections.computeIfPresent(connection.server().identity(), (_, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
    }

    /** Lets go of all: what runs may finish. */
    void clear() {
        List.copyOf(connections.values()).forEach(each -> List.copyOf(each).forEach(SharedConnection::leave));
    }

    /** Lets go of all that lead to a server: what runs may finish. */
    void evict(Server server) {
        List.copyOf(connections.getOrDefault(server.identity(), List.of())).forEach(SharedConnection::leave);
    }
}
