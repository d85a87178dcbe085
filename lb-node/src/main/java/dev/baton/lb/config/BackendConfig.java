package dev.baton.lb.config;

import dev.baton.lb.health.AdminState;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pool of servers.
 *
 * @param name the backend's name
 * @param balance how a server is chosen
 * @param affinity how clients find the server that they belong to; empty where they belong to none
 * @param slowStart how long a server that comes back takes to get its whole share; 0 is at once
 * @param health how servers are judged
 * @param queue what happens when all servers are full
 * @param retry what may be tried again
 * @param servers at least one
 * @param timeouts how long they may take
 */
public record BackendConfig(
        String name,
        Balance balance,
        Optional<AffinityConfig> affinity,
        Duration slowStart,
        HealthConfig health,
        QueueConfig queue,
        RetryConfig retry,
        List<ServerConfig> servers,
        ServerTimeouts timeouts) {

    public BackendConfig {
        servers = List.copyOf(servers);
    }

    /** What is spoken with its servers. */
    public ServerProtocol protocol() {
        return servers.isEmpty() ? ServerProtocol.HTTP1 : servers.getFirst().protocol();
    }

    /** A pool with the usual line and retries, and no affinity. */
    public BackendConfig(
            String name,
            Balance balance,
            Duration slowStart,
            CheckConfig check,
            List<ServerConfig> servers,
            ServerTimeouts timeouts) {
        this(
                name,
                balance,
                Optional.empty(),
                slowStart,
                HealthConfig.of(check),
                QueueConfig.DEFAULT,
                RetryConfig.DEFAULT,
                servers,
                timeouts);
    }

    /**
     * @param name the server's name, unique in its backend
     * @param address where it listens
     * @param weight its share of the traffic relative to the others, 0 to 256
     * @param backup whether it is kept for when no other server can be chosen
     * @param state what is wanted of it until an operator says otherwise
     * @param maxConnections how many connections (TCP) or requests (HTTP) it may have at once; 0 is no limit
     * @param sendProxy how it is told of clients
     * @param tls how TLS is spoken with it; empty for in clear
     * @param protocol what is spoken with it where requests are read
     */
    public record ServerConfig(
            String name,
            InetSocketAddress address,
            int weight,
            boolean backup,
            AdminState state,
            int maxConnections,
            SendProxy sendProxy,
            Optional<ServerTls> tls,
            ServerProtocol protocol) {

        /** A server that is ready, knows no limit, and gets no PROXY headers and no TLS. */
        public ServerConfig(String name, InetSocketAddress address, int weight, boolean backup) {
            this(
                    name,
                    address,
                    weight,
                    backup,
                    AdminState.READY,
                    0,
                    SendProxy.NONE,
                    Optional.empty(),
                    ServerProtocol.HTTP1);
        }
    }
}
