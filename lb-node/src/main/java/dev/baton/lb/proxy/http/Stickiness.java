package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import io.netty.buffer.ByteBuf;

/** How requests to one backend find the server that their client belongs to. Immutable. */
interface Stickiness {

    Stickiness NONE = _ -> Bond.NONE;

    static Stickiness of(Backend backend) {
        return switch (backend.affinity()) {
            case Affinity.None _ -> NONE;
            case Affinity.Inserted inserted -> new InsertedCookie(backend, inserted);
            case Affinity.Prefixed prefixed -> new PrefixedCookie(backend, prefixed);
            case Affinity.Kept kept -> new KeptServer(backend, kept);
        };
    }

    /** Looks for the client's server in a request whose head is there. */
    Bond bond(RequestView request);

    /**
     * Writes a Cookie field of the request without what only Baton need see, or leaves it out.
     *
     * @return false when there is nothing to change about it, and nothing was written
     */
    default boolean rewrites(RequestView request, int field, ByteBuf out) {
        return false;
    }
}
