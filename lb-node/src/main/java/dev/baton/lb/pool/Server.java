package dev.baton.lb.pool;

import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.health.AdminState;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** One machine of a pool, with a live count of what runs on it: connections in TCP mode, requests in HTTP mode. */
public final class Server {

    private final String name;
    private final InetSocketAddress address;
    private final int weight;
    private final boolean backup;
    private final AdminState state;
    private final String addressText;
    private final int index;
    private final LoadListener listener;
    private final AtomicInteger connections = new AtomicInteger();

    /** Errors in a row from live traffic. */
    private final AtomicInteger errors = new AtomicInteger();

    private boolean served;

    /** How many connections it may have; 0 is no limit. */
    private volatile int limit;

    /** Is told of each connection that begins or ends, by the thread that has it. */
    @FunctionalInterface
    interface LoadListener {
        /** @param difference 1 or -1 */
        void loadChanged(Server server, int difference);
    }

    /**
     * @param index its place among the servers of its backend
     */
    Server(ServerConfig config, int index, LoadListener listener) {
        this.name = config.name();
        this.address = config.address();
        this.weight = config.weight();
        this.backup = config.backup();
        this.state = config.state();
        this.limit = config.maxConnections();
        this.index = index;
        this.listener = listener;
        this.addressText = Addresses.text(config.address());
    }

    public String name() {
        return name;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Its configured share of the traffic relative to the others; 0 gets none. */
    int weight() {
        return weight;
    }

    /** What the configuration wants of it. */
    AdminState state() {
        return state;
    }

    /** Whether it is kept for when no other server can be chosen. */
    boolean isBackup() {
        return backup;
    }

    /** Its place among the servers of its backend. */
    public int index() {
        return index;
    }

    /** The address as operators write it: {@code 10.0.0.1:80} or {@code [fd00::1]:80}. */
    public String addressText() {
        return addressText;
    }

    /** Connections (TCP) or requests (HTTP) that run on it now. */
    public int connections() {
        return connections.get();
    }

    /** How many connections it may have; 0 is no limit. */
    int limit() {
        return limit;
    }

    void limit(int connectionsAtMost) {
        limit = connectionsAtMost;
    }

    /** As {@link #started}, if it has room for one more. */
    boolean tryStart() {
        int most = limit;
        if (most == 0) {
            started();
            return true;
        }
        int now = connections.get();
        while (now < most) {
            if (connections.compareAndSet(now, now + 1)) {
                listener.loadChanged(this, 1);
                return true;
            }
            now = connections.get();
        }
        return false;
    }

    /** Whether it has ever been one to be chosen. Guarded by its backend. */
    boolean hasServed() {
        return served;
    }

    void serves() {
        served = true;
    }

    /** Live traffic went well. */
    void succeeded() {
        if (errors.get() != 0) {
            errors.set(0);
        }
    }

    /**
     * Live traffic went wrong.
     *
     * @return how often in a row
     */
    int failed() {
        return errors.incrementAndGet();
    }

    /** Counts one more; each call is answered by one {@link #finished}. */
    public void started() {
        connections.incrementAndGet();
        listener.loadChanged(this, 1);
    }

    /** Counts one less. */
    public void finished() {
        connections.decrementAndGet();
        listener.loadChanged(this, -1);
    }

    @Override
    public String toString() {
        return name + " (" + addressText + ")";
    }
}
