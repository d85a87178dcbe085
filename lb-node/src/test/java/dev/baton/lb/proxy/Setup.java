package dev.baton.lb.proxy;

import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.config.ServerTimeouts;

/** What a test may ask of the frontend and the backend that it starts. */
record Setup(ClientConfig clients, ServerTimeouts timeouts) {

    static final Setup DEFAULT = new Setup(ClientConfig.DEFAULT, ServerTimeouts.DEFAULT);

    Setup with(ClientConfig other) {
        return new Setup(other, timeouts);
    }

    Setup with(ClientTimeouts other) {
        return with(new ClientConfig(other, clients.limits()));
    }

    Setup with(HttpLimits other) {
        return with(new ClientConfig(clients.timeouts(), other));
    }

    Setup with(ServerTimeouts other) {
        return new Setup(clients, other);
    }
}
