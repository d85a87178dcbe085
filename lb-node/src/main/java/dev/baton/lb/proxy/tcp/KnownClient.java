package dev.baton.lb.proxy.tcp;

import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Homes;
import dev.baton.lb.pool.Server;
import org.jspecify.annotations.Nullable;

/**
 * A client whose server every node has in its table.
 *
 * @param key what it is known by
 */
record KnownClient(Backend backend, Homes homes, AffinityKey key) {

    /** The server that it belongs to; null when it belongs to none that is in the backend. */
    @Nullable Server own() {
        String server = homes.serverOf(key);
        return server == null ? null : backend.find(server);
    }

    void placed(Server server) {
        homes.put(key, server);
    }
}
