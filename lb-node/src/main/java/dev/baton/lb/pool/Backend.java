package dev.baton.lb.pool;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.Balance;
import dev.baton.lb.health.Health;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A pool of servers. Its whole changing state is one reference to an immutable snapshot. */
public final class Backend {

    private final String name;
    private final Balance balance;
    private volatile Snapshot snapshot;

    public Backend(BackendConfig config) {
        this.name = config.name();
        this.balance = config.balance();
        List<Server> servers = config.servers().stream().map(Server::new).toList();
        this.snapshot = Snapshot.of(balance, servers, Collections.nCopies(servers.size(), Health.UNKNOWN));
    }

    public String name() {
        return name;
    }

    /** All servers, in the order of the configuration. */
    public List<Server> servers() {
        return snapshot.servers();
    }

    /**
     * @return the server whose turn it is, or null when none is up
     */
    public @Nullable Server choose() {
        return snapshot.choose();
    }

    /**
     * @param tried servers that must not be chosen
     * @return the next server that is none of them, or null when there is none
     */
    public @Nullable Server choose(Collection<Server> tried) {
        return tried.isEmpty() ? choose() : snapshot.choose(tried);
    }

    /** Publishes a verdict: from now on requests see it. Only writers exclude one another; readers take no lock. */
    public synchronized void judge(Server server, Health verdict) {
        snapshot = snapshot.with(balance, server, verdict);
    }

    /** How it fares at this moment. */
    public BackendStatus status() {
        Snapshot now = snapshot;
        List<ServerStatus> servers = IntStream.range(0, now.servers().size())
                .mapToObj(i -> {
                    Server server = now.servers().get(i);
                    return new ServerStatus(
                            server.name(),
                            server.addressText(),
                            now.health().get(i).label(),
                            server.connections());
                })
                .toList();
        return new BackendStatus(name, servers);
    }
}
