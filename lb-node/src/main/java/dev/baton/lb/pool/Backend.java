package dev.baton.lb.pool;

import dev.baton.lb.balance.SlowStart;
import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.Balance;
import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.health.Health;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pool of servers. Its whole changing state is one reference to an immutable snapshot, beside the counts of
 * connections.
 */
public final class Backend {

    private final String name;
    private final Balance balance;
    private final ServerTimeouts timeouts;
    private final long slowStartNanos;
    private final LongSupplier nanoClock;

    /** Whether the policy looks at what the servers have together; the count would be one more line for all cores. */
    private final boolean bounded;

    private final List<Server> servers;
    private final AtomicInteger connections = new AtomicInteger();
    private final Grouping active;
    private final Grouping backup;
    private volatile Snapshot snapshot;

    /**
     * @param nanoClock as {@link System#nanoTime}
     */
    public Backend(BackendConfig config, LongSupplier nanoClock) {
        this.name = config.name();
        this.balance = config.balance();
        this.timeouts = config.timeouts();
        this.slowStartNanos = config.slowStart().toNanos();
        this.nanoClock = nanoClock;
        this.bounded = balance instanceof Balance.ByHash hash && hash.boundPercent() > 0;
        this.servers = IntStream.range(0, config.servers().size())
                .mapToObj(i -> new Server(config.servers().get(i), i, this::loadChanged))
                .toList();
        this.active = new Grouping(balance, servers, false, connections::get);
        this.backup = new Grouping(balance, servers, true, connections::get);
        this.snapshot = snapshot(servers.stream().map(Standing::unknown).toList());
    }

    public String name() {
        return name;
    }

    /** How long its servers may take. */
    public ServerTimeouts timeouts() {
        return timeouts;
    }

    /** All servers, in the order of the configuration. */
    public List<Server> servers() {
        return servers;
    }

    /**
     * What {@link #choose} goes by. Asked once per request and kept, because a second attempt comes when the request's
     * head is gone.
     *
     * @return {@link Subject#ABSENT} unless the policy looks at the request and finds what it looks for
     */
    public long key(Subject subject) {
        return switch (balance) {
            case Balance.ByHash hash -> subject.hash(hash.on());
            case Balance.ByServers _ -> Subject.ABSENT;
        };
    }

    /**
     * @param key from {@link #key}
     * @param tried servers that must not be chosen
     * @return the server whose turn it is, or null when there is none
     */
    public @Nullable Server choose(long key, Collection<Server> tried) {
        return snapshot.choose(key, tried);
    }

    /** Publishes a verdict: from now on requests see it. A server that comes back begins its slow start. */
    public synchronized void judge(Server server, Health verdict) {
        Standing before = standing(server);
        boolean returns = verdict == Health.UP && before.health() == Health.DOWN && slowStartNanos > 0;
        OptionalLong ramp = returns ? OptionalLong.of(nanoClock.getAsLong()) : OptionalLong.empty();
        publish(snapshot.with(server, before.judged(verdict, ramp)));
    }

    /**
     * Changes a server's share of the traffic from now on.
     *
     * @param weight 0 to 256; 0 gets nothing new
     */
    public synchronized void weigh(Server server, int weight) {
        publish(snapshot.with(server, standing(server).weighed(weight)));
    }

    /** Gives the servers that are in their slow start what they should have by now. To be called now and then. */
    public synchronized void advance() {
        List<Standing> standings = snapshot.standings();
        if (standings.stream().anyMatch(each -> each.ramp().isPresent())) {
            long now = nanoClock.getAsLong();
            publish(standings.stream()
                    .map(each -> share(each, now) == SlowStart.WHOLE ? each.whole() : each)
                    .toList());
        }
    }

    /** How it fares at this moment. */
    public BackendStatus status() {
        List<Standing> standings = snapshot.standings();
        return new BackendStatus(
                name,
                servers.stream()
                        .map(server -> new ServerStatus(
                                server.name(),
                                server.addressText(),
                                standings.get(server.index()).health().label(),
                                server.connections()))
                        .toList());
    }

    private Standing standing(Server server) {
        return snapshot.standings().get(server.index());
    }

    private void publish(List<Standing> standings) {
        snapshot = snapshot(standings);
        // Loads that changed while it was made were told to the one before.
        snapshot.loadsChanged();
    }

    private Snapshot snapshot(List<Standing> standings) {
        long now = nanoClock.getAsLong();
        int[] shares = standings.stream().mapToInt(each -> share(each, now)).toArray();
        return new Snapshot(
                List.copyOf(standings),
                active.group(standings, i -> shares[i]),
                backup.group(standings, i -> shares[i]));
    }

    private int share(Standing standing, long now) {
        return standing.ramp().isEmpty()
                ? SlowStart.WHOLE
                : SlowStart.share(now - standing.ramp().getAsLong(), slowStartNanos);
    }

    private void loadChanged(Server server, int difference) {
        if (bounded) {
            connections.addAndGet(difference);
        }
        snapshot.loadChanged(server);
    }
}
