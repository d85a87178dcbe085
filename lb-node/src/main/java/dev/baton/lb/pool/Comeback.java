package dev.baton.lb.pool;

/** How it ends when a client comes back to the server that it belongs to. */
public enum Comeback {
    /** The server counts it: {@link Server#finished} must follow. */
    STARTED,
    /** The server is there, but it or those who wait for it have no room. */
    FULL,
    /** The server is down, in maintenance, or not known to be up. */
    AWAY
}
