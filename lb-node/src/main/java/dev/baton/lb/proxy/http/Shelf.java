package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Server;
import org.jspecify.annotations.Nullable;

/** Where connections to servers wait for their next request. Lives on one event loop. */
interface Shelf {

    /**
     * The connection used last: the others may grow old and be closed.
     *
     * @param replayable whether the request could be sent again, should the server be closing this connection right now
     * @return null when there is none that will do
     */
    @Nullable ServerConnection take(Server server, boolean replayable);

    /** Keeps a connection for reuse, or closes it when there are enough or nobody will ask for it. */
    void put(ServerConnection connection);

    /** Forgets one that was closed, or is used again. */
    void remove(ServerConnection connection);
}
