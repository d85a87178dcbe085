package dev.baton.lb.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A pool of servers.
 *
 * @param name the backend's name
 * @param balance how a server is chosen
 * @param check how servers are judged
 * @param servers at least one
 */
public record BackendConfig(String name, Balance balance, CheckConfig check, List<ServerConfig> servers) {

    public BackendConfig {
        servers = List.copyOf(servers);
    }

    /** How a server is chosen. */
    public enum Balance {
        ROUND_ROBIN
    }

    /**
     * A health check.
     *
     * @param type how a server is asked
     * @param interval time between two checks of a server
     * @param timeout how long an answer may take
     * @param rise good checks in a row that make a server healthy
     * @param fall bad checks in a row that make it unhealthy
     */
    public record CheckConfig(Type type, Duration interval, Duration timeout, int rise, int fall) {

        /** How a server is asked. */
        public enum Type {
            /** A connection that is accepted is a good answer. */
            TCP
        }
    }

    /**
     * @param name the server's name, unique in its backend
     * @param address where it listens
     * @param weight its share of the traffic relative to the others, 0 to 256
     */
    public record ServerConfig(String name, InetSocketAddress address, int weight) {}
}
