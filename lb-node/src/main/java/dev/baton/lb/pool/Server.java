package dev.baton.lb.pool;

import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.SendProxy;
import dev.baton.lb.config.ServerProtocol;
import dev.baton.lb.config.ServerTls;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.traffic.Meter;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One machine of a pool, with a live count of what runs on it: connections in TCP mode, requests in HTTP mode. */
public final class Server {

    private final String name;
    private final InetSocketAddress address;
    private final int weight;
    private final boolean backup;
    private final AdminState state;
    private final SendProxy sendProxy;
    private final Optional<ServerTls> tls;
    private final ServerProtocol protocol;
    private final String addressText;
    private final int index;
    private final LoadListener listener;
    private final Load load;

    /** How many connections it may have; 0 is no limit. */
    private volatile int limit;

    private volatile boolean limitedByAgent;
    private volatile boolean checkedOnce;
    private volatile boolean checkedTwice;

    /** Is told of each connection that begins or ends, by the thread that has it. */
    interface LoadListener {
        /**
         * One that was sent here by this very configuration.
         *
         * @param difference 1 or -1
         */
        void counted(int difference);

        /**
         * One that runs on the same machine, whichever configuration sent it there.
         *
         * @param room whether there is room for one more than before
         */
        void loadChanged(Server server, boolean room);
    }

    /**
     * @param index its place among the servers of its backend
     * @param load what runs on it
     */
    Server(ServerConfig config, int index, LoadListener listener, Load load) {
        this.name = config.name();
        this.address = config.address();
        this.weight = config.weight();
        this.backup = config.backup();
        this.state = config.state();
        this.limit = config.maxConnections();
        this.sendProxy = config.sendProxy();
        this.tls = config.tls();
        this.protocol = config.protocol();
        this.index = index;
        this.listener = listener;
        this.load = load;
        this.addressText = Addresses.text(config.address());
    }

    /**
     * Whether it is the machine of another configuration. Connections that begin in another way are no good to it, so one
     * that changes in that is another server.
     */
    boolean isAs(ServerConfig config) {
        return address.equals(config.address())
                && sendProxy == config.sendProxy()
                && tls.equals(config.tls())
                && protocol == config.protocol();
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

    /** How it is told of clients. */
    public SendProxy sendProxy() {
        return sendProxy;
    }

    /** How TLS is spoken with it; empty for in clear. */
    public Optional<ServerTls> tls() {
        return tls;
    }

    /** What is spoken with it where requests are read. */
    public ServerProtocol protocol() {
        return protocol;
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
        return load.connections().get();
    }

    /** What was sent to it and came back, whichever configuration sent it. */
    public Meter traffic() {
        return load.traffic();
    }

    /** What runs on it, and what two servers have in common that are the same machine in two configurations. */
    Load load() {
        return load;
    }

    /** What is the same for the same machine in two configurations, and for nothing else. */
    public Object identity() {
        return load;
    }

    /** Whether the configuration does not have it any more: nothing is kept for its next request. */
    public boolean isGone() {
        return load.isGone();
    }

    /** How many connections it may have; 0 is no limit. */
    int limit() {
        return limit;
    }

    void limit(int connectionsAtMost) {
        limit = connectionsAtMost;
        limitedByAgent = true;
    }

    /** Whether its agent has the last word on how many connections it may have. */
    boolean isLimitedByAgent() {
        return limitedByAgent;
    }

    /** A check of this node has had its answer, whatever it was. To be told by one thread at a time. */
    public void checked() {
        checkedTwice = checkedOnce;
        checkedOnce = true;
    }

    /** Whether what is found does not rest on one answer alone. */
    boolean isCheckedTwice() {
        return checkedTwice;
    }

    /** As {@link #started}, if it has room for one more. */
    boolean tryStart() {
        int most = limit;
        if (most == 0) {
            started();
            return true;
        }
        AtomicInteger connections = load.connections();
        int now = connections.get();
        while (now < most) {
            if (connections.compareAndSet(now, now + 1)) {
                changed(1);
                return true;
            }
            now = connections.get();
        }
        return false;
    }

    /** Live traffic went well. */
    void succeeded() {
        if (load.errors().get() != 0) {
            load.errors().set(0);
        }
    }

    /**
     * Live traffic went wrong.
     *
     * @return how often in a row
     */
    int failed() {
        return load.errors().incrementAndGet();
    }

    /** Counts one more; each call is answered by one {@link #finished}. */
    public void started() {
        load.connections().incrementAndGet();
        changed(1);
    }

    /** Counts one less. */
    public void finished() {
        load.connections().decrementAndGet();
        changed(-1);
    }

    private void changed(int difference) {
        listener.counted(difference);
        load.changed(difference < 0);
    }

    /** Passes a change of the load on to its backend. */
    void tell(boolean room) {
        listener.loadChanged(this, room);
    }

    @Override
    public String toString() {
        return name + " (" + addressText + ")";
    }
}
