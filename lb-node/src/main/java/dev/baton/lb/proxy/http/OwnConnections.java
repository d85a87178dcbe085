package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unused connections to servers that are of no use to anybody but one client: those that begin with its address, and
 * those by which the server knows it ({@link ConnectionLogin}). They go when the client goes. HAProxy, too, uses such
 * connections again for no other client.
 */
final class OwnConnections implements Shelf {

    /** Kept for one client: enough for the servers that take turns, and no more descriptors than that. */
    private static final int MAX = 16;

    private final HttpWorker worker;
    private final List<ServerConnection> idle = new ArrayList<>(0);
    private boolean closed;

    OwnConnections(HttpWorker worker) {
        this.worker = worker;
    }

    /** The server of a backend that knows the client by a connection; null for none. */
    @Nullable Server acquaintance(Backend backend) {
        for (int i = idle.size() - 1; i >= 0; i--) {
            ServerConnection each = idle.get(i);
            Server now = each.isPersonal() ? backend.find(each.server().name()) : null;
            if (now != null && now.identity().equals(each.server().identity())) {
                return now;
            }
        }
        return null;
    }

    @Override
    public @Nullable ServerConnection take(Server server, boolean replayable) {
        for (int i = idle.size() - 1; i >= 0; i--) {
            ServerConnection each = idle.get(i);
            if (each.server().identity().equals(server.identity()) && each.isFit(replayable)) {
                remove(each);
                each.belongsTo(server);
                return each;
            }
        }
        return null;
    }

    @Override
    public void put(ServerConnection connection) {
        if (closed || connection.server().isGone()) {
            connection.close();
            return;
        }
        if (idle.size() >= MAX) {
            idle.getFirst().discard();
        }
        idle.add(connection);
        worker.pool().reserved(connection);
        connection.deadline().in(connection.timeouts().reuse());
        worker.worker().deadlines().add(connection.deadline());
    }

    @Override
    public void remove(ServerConnection connection) {
        idle.remove(connection);
        worker.pool().released(connection);
        worker.worker().deadlines().remove(connection.deadline());
    }

    /** The client has gone. */
    void close() {
        closed = true;
        List.copyOf(idle).forEach(ServerConnection::discard);
    }
}
