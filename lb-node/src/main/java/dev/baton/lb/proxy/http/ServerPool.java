package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to servers that no request uses at the moment. */
public final class ServerPool {

    /** Unused connections kept for one server; HAProxy's pool-max-conn is unlimited, but descriptors are not. */
    private static final int MAX_PER_SERVER = 128;

    /**
     * How lately a connection must have been used for a request that could not be sent a second time. It must have
     * been used more than once, too: there are servers that close after every response without saying so.
     */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Worker worker;
    /** By the machine, which stays the same when the configuration changes. */
    private final IdentityHashMap<Object, Deque<ServerConnection>> idle = new IdentityHashMap<>();

    ServerPool(Worker worker) {
        this.worker = worker;
    }

    /**
     * The connection used last: the others may grow old and be closed.
     *
     * @param replayable whether the request could be sent again, should the server be closing this connection right now
     * @return null when there is none that will do
     */
    @Nullable ServerConnection take(Server server, boolean replayable) {
        Deque<ServerConnection> connections = idle.get(server.identity());
        ServerConnection last = connections == null ? null : connections.peekLast();
        if (last == null || (!replayable && !(last.isProven() && last.idleNanos() < FRESH.toNanos()))) {
            return null;
        }
        remove(last);
        last.belongsTo(server);
        return last;
    }

    /** Keeps a connection for reuse, or closes it when there are enough or nobody will ask for it. */
    void put(ServerConnection connection) {
        if (connection.server().isGone()) {
            connection.close();
            return;
        }
        Deque<ServerConnection> connections =
                idle.computeIfAbsent(connection.server().identity(), _ -> new ArrayDeque<>());
        if (connections.size() >= MAX_PER_SERVER) {
            connection.close();
            return;
        }
        connections.addLast(connection);
        connection.deadline().in(connection.timeouts().reuse());
        worker.deadlines().add(connection.deadline());
    }

    /** Forgets one that was closed, or is used again. */
    void remove(ServerConnection connection) {
        Deque<ServerConnection> connections = idle.get(connection.server().identity());
        if (connections != null && !connections.isEmpty()) {
            if (connections.peekLast() == connection) {
                connections.removeLast();
            } else {
                connections.removeFirstOccurrence(connection);
            }
        }
        worker.deadlines().remove(connection.deadline());
    }

    /** Closes all that lead to a server. Runs on the event loop. */
    public void evict(Server server) {
        Deque<ServerConnection> connections = idle.remove(server.identity());
        if (connections != null) {
            connections.forEach(connection -> {
                worker.deadlines().remove(connection.deadline());
                connection.close();
            });
        }
    }
}
