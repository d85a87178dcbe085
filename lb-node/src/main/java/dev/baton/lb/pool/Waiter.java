package dev.baton.lb.pool;

import org.jspecify.annotations.Nullable;

/** Somebody who waits until a server has room. */
public interface Waiter {

    /**
     * The wait is over. Called once at most, by any thread.
     *
     * @param server one that already counts it as running; null when no server is left to wait for
     */
    void served(@Nullable Server server);
}
