package dev.baton.lb.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A pool of servers.
 *
 * @param name the backend's name
 * @param balance how a server is chosen
 * @param slowStart how long a server that comes back takes to get its whole share; 0 is at once
 * @param check how servers are judged
 * @param servers at least one
 * @param timeouts how long they may take
 */
public record BackendConfig(
        String name,
        Balance balance,
        Duration slowStart,
        CheckConfig check,
        List<ServerConfig> servers,
        ServerTimeouts timeouts) {

    public BackendConfig {
        servers = List.copyOf(servers);
    }

    /**
     * @param name the server's name, unique in its backend
     * @param address where it listens
     * @param weight its share of the traffic relative to the others, 0 to 256
     * @param backup whether it is kept for when no other server can be chosen
     */
    public record ServerConfig(String name, InetSocketAddress address, int weight, boolean backup) {}
}
