package dev.baton.lb.pool;

import static java.util.Objects.requireNonNull;

import dev.baton.lb.health.Health;
import java.time.Duration;

/**
 * What a node has found out about a server, for other nodes.
 *
 * @param backend the name of its backend
 * @param server its name
 * @param address {@code host:port}: under another address it is another server
 * @param checked what the checks found
 * @param ejectedFor how long it is still left out for what live traffic said; zero when it is not
 */
public record Judgement(String backend, String server, String address, Health checked, Duration ejectedFor) {

    public Judgement {
        requireNonNull(backend, "backend is null");
        requireNonNull(server, "server is null");
        requireNonNull(address, "address is null");
        requireNonNull(checked, "checked is null");
        requireNonNull(ejectedFor, "ejectedFor is null");
    }

    /** The server's name in commands and logs. */
    public String path() {
        return backend + "/" + server;
    }
}
