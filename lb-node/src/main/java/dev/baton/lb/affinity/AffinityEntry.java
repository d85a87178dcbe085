package dev.baton.lb.affinity;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One client's server, as it is shown.
 *
 * @param backend the name of the backend
 * @param server the name of the server
 * @param remaining how long it still lives unless it is used
 */
public record AffinityEntry(String backend, AffinityKey key, String server, Duration remaining) {

    public AffinityEntry {
        requireNonNull(backend, "backend is null");
        requireNonNull(key, "key is null");
        requireNonNull(server, "server is null");
        requireNonNull(remaining, "remaining is null");
    }
}
