package dev.baton.lb.proxy.check;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;

/** Whom a check is about, in the configuration that is in force. */
record Place(Backend backend, Server server) {

    @Override
    public String toString() {
        return backend.name() + "/" + server;
    }
}
