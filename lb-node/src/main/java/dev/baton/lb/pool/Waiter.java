package dev.baton.lb.pool;

import org.jspecify.annotations.Nullable;

/** Somebody who waits until a server has room. */
public interface Waiter {

    /** The one server that it waits for; null when any will do. Always the same. */
    default @Nullable Server wanted() {
        return null;
    }

    /**
     * The wait is over. Called once at most, by any thread.
     *
     * @param server one that already counts it as running; null when there is nothing left to wait for
     */
    void served(@Nullable Server server);
}
