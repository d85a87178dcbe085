package dev.baton.lb.pool;

import dev.baton.lb.config.BackendConfig.ServerConfig;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** One machine of a pool, with a live count of what runs on it: connections in TCP mode, requests in HTTP mode. */
public final class Server {

    private final String name;
    private final InetSocketAddress address;
    private final int weight;
    private final String addressText;
    private final AtomicInteger connections = new AtomicInteger();

    public Server(ServerConfig config) {
        this.name = config.name();
        this.address = config.address();
        this.weight = config.weight();
        this.addressText = Addresses.text(config.address());
    }

    public String name() {
        return name;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Its share of the traffic relative to the others; 0 gets none. */
    public int weight() {
        return weight;
    }

    /** The address as operators write it: {@code 10.0.0.1:80} or {@code [fd00::1]:80}. */
    public String addressText() {
        return addressText;
    }

    /** Connections (TCP) or requests (HTTP) that run on it now. */
    public int connections() {
        return connections.get();
    }

    /** Counts one more; each call is answered by one {@link #finished}. */
    public void started() {
        connections.incrementAndGet();
    }

    /** Counts one less. */
    public void finished() {
        connections.decrementAndGet();
    }

    @Override
    public String toString() {
        return name + " (" + addressText + ")";
    }
}
