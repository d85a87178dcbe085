package dev.baton.lb.proxy;

import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.config.ServerTimeouts;
import java.time.Duration;

/** What a test may ask of the frontend and the backend that it starts. */
record Setup(ClientConfig clients, ServerTimeouts timeouts) {

    static final Setup DEFAULT = new Setup(ClientConfig.DEFAULT, ServerTimeouts.DEFAULT);

    /** A case that waits for the server is a failed one, and should be so soon. */
    static final Setup IMPATIENT = DEFAULT.with(new ServerTimeouts(
            Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(1)));

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
