package dev.baton.lb.pool;

import static java.util.Objects.requireNonNull;

import dev.baton.lb.balance.SlowStart;
import dev.baton.lb.config.AffinityConfig.WhenDown;
import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.Balance;
import dev.baton.lb.config.RetryConfig;
import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.AgentReply;
import dev.baton.lb.health.Health;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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
    private final Map<String, Server> byName;
    private final Affinity affinity;
    private final boolean patient;
    private final AtomicInteger connections;
    private final Grouping active;
    private final Grouping backup;
    private final Suspicion suspicion;
    private final RetryConfig retry;
    private final boolean hasAgent;
    private final Admission admission;
    private volatile @Nullable Backend before;

    /** Which of all that followed one another serves; shared by them, so that none keeps those between it and the last. */
    private final AtomicReference<Backend> serving;

    private volatile Snapshot snapshot;

    /** A backend that doesn't know its clients again. */
    public Backend(BackendConfig config, LongSupplier nanoClock) {
        this(config, Affinity.None.NONE, nanoClock);
    }

    /**
     * @param affinity how it knows its clients again
     * @param nanoClock as {@link System#nanoTime}
     */
    public Backend(BackendConfig config, Affinity affinity, LongSupplier nanoClock) {
        this(config, affinity, nanoClock, null);
    }

    /** @param before whose place it will take; null for nobody's */
    private Backend(BackendConfig config, Affinity affinity, LongSupplier nanoClock, @Nullable Backend before) {
        this.before = before;
        this.serving = before == null ? new AtomicReference<>() : before.serving;
        this.connections = before == null ? new AtomicInteger() : before.connections;
        this.name = config.name();
        this.balance = config.balance();
        this.timeouts = config.timeouts();
        this.slowStartNanos = config.slowStart().toNanos();
        this.nanoClock = nanoClock;
        this.bounded = balance instanceof Balance.ByHash hash && hash.boundPercent() > 0;
        this.servers = IntStream.range(0, config.servers().size())
                .mapToObj(i -> server(config.servers().get(i), i))
                .toList();
        this.byName = servers.stream().collect(Collectors.toUnmodifiableMap(Server::name, Function.identity()));
        this.affinity = affinity;
        this.patient = config.affinity()
                .filter(each -> each.whenDown() == WhenDown.WAIT)
                .isPresent();
        this.active = new Grouping(balance, servers, false, connections::get);
        this.backup = new Grouping(balance, servers, true, connections::get);
        this.suspicion = new Suspicion(config.health().passive(), servers.size());
        this.retry = config.retry();
        this.hasAgent = config.health().agent().isPresent();
        this.admission = new Admission(config.queue(), patient, servers, () -> snapshot);
        this.snapshot = snapshot(servers.stream().map(Standing::unknown).toList());
        servers.stream()
                .filter(server -> predecessor(server) == null)
                .forEach(server -> server.load().watch(server));
        serving.compareAndSet(null, this);
    }

    /** Who has taken this one's place; null while nobody has, and before this one has taken another's. */
    private @Nullable Backend heir() {
        Backend now = serving.get();
        return before != null || this.equals(now) ? null : now;
    }

    private Server server(ServerConfig config, int index) {
        Backend from = before;
        Server known = from == null ? null : from.find(config.name());
        // Connections that begin in another way are no good to it: one that changes in that is another server.
        boolean same = known != null
                && known.address().equals(config.address())
                && known.sendProxy() == config.sendProxy();
        Load load = same ? known.load() : new Load();
        return new Server(config, index, new Watcher(), load);
    }

    /**
     * The backend of another configuration, to be prepared and then to {@link #takeOver}. Servers of the same name and
     * address, which get the same PROXY headers, are the same, and what runs on them is counted on.
     */
    public Backend successor(BackendConfig config, Affinity now) {
        return new Backend(config, now, nanoClock, this);
    }

    /** The same machine in the configuration before; null when it is new. */
    public @Nullable Server predecessor(Server server) {
        Backend from = before;
        return from == null ? null : from.twin(server);
    }

    private @Nullable Server twin(Server server) {
        Server twin = find(server.name());
        return twin != null && twin.load() == server.load() ? twin : null;
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

    /** The server with a name, or null when there is none. */
    public @Nullable Server find(String serverName) {
        return byName.get(serverName);
    }

    /** How it knows its clients again. */
    public Affinity affinity() {
        return affinity;
    }

    /** Whether a client rather waits for the server that it belongs to than goes to another one. */
    public boolean isPatient() {
        return patient;
    }

    /** What may be tried again, and how often. */
    public RetryConfig retry() {
        return retry;
    }

    /** How long anybody may wait for a server with room. */
    public Duration queueTimeout() {
        return admission.timeout();
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

    /**
     * As {@link #choose}, but past servers that are full, and counts what begins: {@link Server#finished} must follow.
     *
     * @return null when there is none with room; {@link #join} tells whether there is one to wait for
     */
    public @Nullable Server take(long key, Collection<Server> tried) {
        return admission.take(key, tried);
    }

    /**
     * Lets a client in to the server that it belongs to, also one that gets nothing new.
     */
    public Comeback comeBack(Server own) {
        return admission.comeBack(own);
    }

    /** Whether nobody can go to a server, not even those who belong to it. */
    public boolean isAway(Server server) {
        return !snapshot.keepsSessions(server);
    }

    /**
     * Waits until a server has room, behind those who wait already.
     *
     * @param tried servers that nobody need wait for
     * @return false when there is no server to wait for, or the line is full
     */
    public boolean join(Waiter waiter, Collection<Server> tried) {
        boolean waits = admission.join(waiter, tried);
        if (waits && heir() != null) {
            watch();
            admission.serve();
        }
        return waits;
    }

    /**
     * Ends a wait early.
     *
     * @return whether it still waited; if not, {@link Waiter#served} has been called or will be
     */
    public boolean leave(Waiter waiter) {
        return admission.leave(waiter);
    }

    /** Publishes a verdict: from now on requests see it. A server that comes back begins its slow start. */
    public void judge(Server server, Health verdict) {
        change(server, (_, standing) -> standing.with(standing.condition().checked(verdict)));
    }

    /** Follows what a server's agent says. */
    public void told(Server server, AgentReply reply) {
        change(server, (now, standing) -> {
            reply.maxConnections().ifPresent(now::limit);
            return standing.told(reply);
        });
    }

    /** Follows what the operator wants. A server that leaves maintenance is unknown until it is checked again. */
    public void want(Server server, AdminState state) {
        change(server, (_, standing) -> standing.wanted(state));
    }

    /** Whether a server is to be left alone altogether. */
    public boolean isInMaintenance(Server server) {
        return standing(server).condition().wanted() == AdminState.MAINTENANCE;
    }

    /** Whether no check has had its say on a server yet, since the start or since its maintenance. */
    public boolean isUnchecked(Server server) {
        return standing(server).condition().checked() == Health.UNKNOWN;
    }

    /** From now on hears of every server that is left out for a while, and for how long. */
    public void onEjection(BiConsumer<Server, Duration> listener) {
        suspicion.listen(listener);
    }

    /** Live traffic went well on a server. */
    public void succeeded(Server server) {
        if (suspicion.isOn()) {
            server.succeeded();
        }
    }

    /** A server refused, broke or answered with an error of its own. */
    public void failed(Server server) {
        if (suspicion.isTooMuch(server)) {
            Backend next = heir();
            Server twin = next == null ? server : next.twin(server);
            if (twin != null) {
                (next == null ? this : next).suspect(twin);
            }
        }
    }

    private void suspect(Server server) {
        Duration span;
        synchronized (this) {
            List<Standing> standings = snapshot.standings();
            int usable = (int) standings.stream().filter(Standing::isEligible).count();
            if (!standing(server).isEligible()) {
                return;
            }
            span = suspicion.eject(server, usable, nanoClock.getAsLong());
            if (span.isZero()) {
                return;
            }
            change(server, (_, standing) -> standing.with(standing.condition().ejected(true)));
        }
        suspicion.tell(server, span);
    }

    /** The time is over for which a server was left out. */
    public void readmit(Server server) {
        synchronized (this) {
            suspicion.readmit(server, nanoClock.getAsLong());
        }
        change(server, (_, standing) -> standing.with(standing.condition().ejected(false)));
    }

    /**
     * Changes a server's share of the traffic from now on.
     *
     * @param weight 0 to 256; 0 gets nothing new
     */
    public void weigh(Server server, int weight) {
        change(server, (_, standing) -> standing.weighed(weight));
    }

    /** What comes when another configuration has taken over is for that one, if it has the server. */
    private void change(Server server, BiFunction<Server, Standing, Standing> how) {
        Backend next;
        synchronized (this) {
            next = heir();
            if (next == null) {
                publish(snapshot.with(server, changed(server, how)));
                return;
            }
        }
        Server twin = next.twin(server);
        if (twin != null) {
            next.change(twin, how);
        }
    }

    /** A server that may be chosen again begins its slow start; one that was never chosen yet has no need of it. */
    private Standing changed(Server server, BiFunction<Server, Standing, Standing> how) {
        Standing now = standing(server);
        Standing after = how.apply(server, now);
        if (!after.condition().takesNew()) {
            return after.ramped(OptionalLong.empty());
        }
        boolean returns = !now.condition().takesNew() && server.load().hasServed();
        server.load().serves();
        return returns && slowStartNanos > 0 ? after.ramped(OptionalLong.of(nanoClock.getAsLong())) : after;
    }

    /** Gives the servers that are in their slow start what they should have by now. To be called now and then. */
    public synchronized void advance() {
        List<Standing> standings = snapshot.standings();
        if (standings.stream().anyMatch(each -> each.ramp().isPresent())) {
            long now = nanoClock.getAsLong();
            publish(standings.stream()
                    .map(each -> share(each, now) == SlowStart.WHOLE ? each.ramped(OptionalLong.empty()) : each)
                    .toList());
        }
    }

    /**
     * Takes the place of the backend that this is the successor of. What is known of servers that stay goes on; what is
     * wanted is what the configuration says, and by command. Requests that are under way stay with the other one.
     */
    public void takeOver(Wishes wishes) {
        Backend from = requireNonNull(before, "it succeeds nobody");
        synchronized (from) {
            synchronized (this) {
                watch();
                publish(servers.stream()
                        .map(server -> standing(from, server, wishes))
                        .toList());
                serving.set(this);
                before = null;
            }
        }
        from.servers.stream()
                .filter(server -> twin(server) == null)
                .forEach(server -> server.load().leave());
        from.unwatch();
    }

    /** No configuration has it any more: nothing is kept for it. */
    public void leave() {
        servers.forEach(server -> server.load().leave());
    }

    /** Does what was wanted by command of servers of these names. */
    public void follow(Wishes wishes) {
        for (Server server : servers) {
            Wish wish = wishes.of(name, server.name());
            wish.state().ifPresent(state -> want(server, state));
            wish.weight().ifPresent(weight -> weigh(server, weight));
        }
    }

    private Standing standing(Backend from, Server server, Wishes wishes) {
        Server known = from.twin(server);
        Wish wish = wishes.of(name, server.name());
        Standing standing = known == null ? standing(server) : from.standing(known);
        if (hasAgent && known != null && known.isLimitedByAgent()) {
            server.limit(known.limit());
        }
        return (hasAgent ? standing : standing.withoutAgent())
                .wanted(wish.state().orElse(server.state()))
                .weighed(wish.weight().orElse(server.weight()))
                .ramped(slowStartNanos == 0 ? OptionalLong.empty() : standing.ramp());
    }

    /** Hears of what runs on the servers, which is counted whether or not anybody hears of it. */
    private synchronized void watch() {
        servers.forEach(server -> server.load().watch(server));
    }

    /** Nothing new is chosen here any more; those who wait here still have to hear of room. */
    private synchronized void unwatch() {
        if (admission.waiting() == 0) {
            servers.forEach(server -> server.load().forget(server));
        }
    }

    /** How it fares at this moment. */
    public BackendStatus status() {
        List<Standing> standings = snapshot.standings();
        return new BackendStatus(
                name,
                servers.stream()
                        .map(server -> ServerStatus.of(server, standings.get(server.index())))
                        .toList(),
                admission.waiting());
    }

    private Standing standing(Server server) {
        return snapshot.standings().get(server.index());
    }

    private void publish(List<Standing> standings) {
        snapshot = snapshot(standings);
        // Loads that changed while it was made were told to the one before.
        snapshot.loadsChanged();
        admission.serve();
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

    /** Hears of the servers' loads. */
    private final class Watcher implements Server.LoadListener {

        @Override
        public void counted(int difference) {
            if (bounded) {
                connections.addAndGet(difference);
            }
        }

        @Override
        public void loadChanged(Server server, boolean room) {
            snapshot.loadChanged(server);
            if (room && admission.waiting() > 0) {
                admission.roomAt(server);
            }
            if (heir() != null) {
                unwatch();
            }
        }
    }
}
