package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Worker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to servers that no request uses at the moment. */
final class ServerPool implements Shelf {

    /**
     * Unused connections kept for one server. Clients of HTTP/2 ask for hundreds of things at once: with fewer, most of these
     * connections would be closed and made anew each time. Those that are not needed so often time out.
     */
    private static final int MAX_PER_SERVER = 1024;

    private final Worker worker;
    /** By the machine, which stays the same when the configuration changes. */
    private final IdentityHashMap<Object, Deque<ServerConnection>> idle = new IdentityHashMap<>();

    /** Those that wait elsewhere, for one client each. */
    private final IdentityHashMap<Object, Set<ServerConnection>> reserved = new IdentityHashMap<>();

    ServerPool(Worker worker) {
        this.worker = worker;
    }

    @Override
    public @Nullable ServerConnection take(Server server, boolean replayable) {
        Deque<ServerConnection> connections = idle.get(server.identity());
        ServerConnection last = connections == null ? null : connections.peekLast();
        if (last == null || !last.isFit(replayable)) {
            return null;
        }
        remove(last);
        last.belongsTo(server);
        return last;
    }

    @Override
    public void put(ServerConnection connection) {
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

    @Override
    public void remove(ServerConnection connection) {
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

    /** One waits elsewhere; it is closed with the others. */
    void reserved(ServerConnection connection) {
        reserved.computeIfAbsent(connection.server().identity(), _ -> new HashSet<>())
                .add(connection);
    }

    /** Undoes {@link #reserved}. */
    void released(ServerConnection connection) {
        reserved.computeIfPresent(connection.server().identity(), (_, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
    }

    /** Closes all. Runs on the event loop. */
    void clear() {
        List<Deque<ServerConnection>> unused = List.copyOf(idle.values());
        idle.clear();
        unused.forEach(this::close);
        List.copyOf(reserved.values()).forEach(all -> List.copyOf(all).forEach(ServerConnection::discard));
    }

    private void close(Deque<ServerConnection> connections) {
        connections.forEach(connection -> {
            worker.deadlines().remove(connection.deadline());
            connection.close();
        });
    }

    /** Closes all that lead to a server. Runs on the event loop. */
    void evict(Server server) {
        Deque<ServerConnection> connections = idle.remove(server.identity());
        if (connections != null) {
            close(connections);
        }
        List.copyOf(reserved.getOrDefault(server.identity(), Set.of())).forEach(ServerConnection::discard);
    }
}
