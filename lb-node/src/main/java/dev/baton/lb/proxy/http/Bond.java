package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Server;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The affinity of one request: whose its client is, and what has to be remembered of where it went. */
interface Bond {

    /** For backends whose clients belong to nobody. */
    Bond NONE = new Bond() {};

    /** The server that the client belongs to; null when it belongs to none that is in the backend. */
    default @Nullable Server own() {
        return null;
    }

    /** The request goes to this server; asked again when it goes on to another one. */
    default void placed(Server server) {}

    /** Reads the final response, before any of its fields is written. */
    default void answered(Head response) {}

    /**
     * Writes a field of the response otherwise than it came, or leaves it out.
     *
     * @return false when there is nothing to change about it, and nothing was written
     */
    default boolean rewrites(Head response, int field, ByteBuf out) {
        return false;
    }

    /** Writes the fields that come beside those of the server. */
    default void write(ByteBuf out) {}
}
