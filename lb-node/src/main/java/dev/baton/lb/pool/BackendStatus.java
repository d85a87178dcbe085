package dev.baton.lb.pool;

import java.util.List;

/**
 * How a backend fares.
 *
 * @param name the backend's name
 * @param servers its servers, in the order of the configuration
 * @param waiting how many wait for a server with room
 */
public record BackendStatus(String name, List<ServerStatus> servers, int waiting) {

    public BackendStatus {
        servers = List.copyOf(servers);
    }
}
