package dev.baton.lb.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A health check.
 *
 * @param what how a server is asked
 * @param rhythm how often, and how often in a row it takes to change the verdict
 * @param address where to ask instead of at the server's address
 * @param port where to ask instead of at the server's port
 * @param sendProxy whether a check begins with a PROXY header; where empty, as {@link #sendProxy(SendProxy)} says
 * @param tls whether a check is asked in TLS; where empty, as {@link #tls(Optional)} says
 */
public record CheckConfig(
        What what,
        Rhythm rhythm,
        Optional<InetAddress> address,
        OptionalInt port,
        Optional<SendProxy> sendProxy,
        Optional<Boolean> tls) {

    /** Connections, every 2 s. */
    public static final CheckConfig DEFAULT = of(new Tcp(), Rhythm.DEFAULT);

    /** A check of the address that serves. */
    public static CheckConfig of(What what, Rhythm rhythm) {
        return new CheckConfig(what, rhythm, Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    /** Where to ask after a server. */
    public InetSocketAddress target(InetSocketAddress server) {
        return new InetSocketAddress(address.orElse(server.getAddress()), port.orElse(server.getPort()));
    }

    /**
     * How a check of a server begins: like its traffic where it goes to the same place, as with HAProxy.
     *
     * @param server how the server is told of clients
     */
    public SendProxy sendProxy(SendProxy server) {
        return sendProxy.orElse(isSamePlace() ? server : SendProxy.NONE);
    }

    /**
     * How a check of a server speaks TLS: likewise.
     *
     * @param server how its traffic does
     */
    public Optional<ServerTls> tls(Optional<ServerTls> server) {
        return tls.orElse(isSamePlace()) ? server : Optional.empty();
    }

    /**
     * Whether it is asked in HTTP/2: like the traffic where it goes to the same place, or speaks TLS as that does.
     *
     * @param server what its traffic speaks
     */
    public boolean asksHttp2(ServerProtocol server) {
        return server == ServerProtocol.H2 && (isSamePlace() || tls.orElse(false));
    }

    private boolean isSamePlace() {
        return address.isEmpty() && port.isEmpty();
    }

    /** How a server is asked. */
    public sealed interface What {}

    /** A connection that is accepted is a good answer. */
    public record Tcp() implements What {}

    /**
     * A request of HTTP.
     *
     * @param host the Host field; the checked address when empty
     * @param expect the statuses that are good
     * @param body what the first 64 KiB of the body must contain, if anything
     */
    public record Http(String method, String path, Optional<String> host, StatusSet expect, Optional<String> body)
            implements What {}

    /**
     * @param interval time between two checks of a server
     * @param fastInterval the same, while the verdict is bad or about to change
     * @param timeout how long the whole answer may take
     * @param rise good checks in a row that make a server healthy
     * @param fall bad checks in a row that make it unhealthy
     */
    public record Rhythm(Duration interval, Duration fastInterval, Duration timeout, int rise, int fall) {

        public static final Rhythm DEFAULT =
                new Rhythm(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);
    }
}
