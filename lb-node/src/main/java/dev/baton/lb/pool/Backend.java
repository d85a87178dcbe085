package dev.baton.lb.pool;

import dev.baton.lb.config.AffinityConfig.WhenDown;
import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.config.Balance;
import dev.baton.lb.config.RetryConfig;
import dev.baton.lb.config.ServerTimeouts;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pool of servers, as requests see it. Its whole changing state is one reference to an immutable snapshot, which
 * {@link Verdicts} make, beside the counts of connections.
 */
public final class Backend {

    private final String name;
    private final Balance balance;
    private final ServerTimeouts timeouts;
    private final LongSupplier nanoClock;

    /** Whether the policy looks at what the servers have together; the count would be one more line for all cores. */
    private final boolean bounded;

    private final List<Server> servers;
    private final Map<String, Server> byName;
    private final Affinity affinity;
    private final boolean patient;
    private final AtomicInteger connections;
    private final RetryConfig retry;
    private final Verdicts verdicts;
    private final Admission admission;
    private final Succession succession;

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
        this.succession = before == null ? Succession.founding() : before.succession.following(before);
        this.connections = before == null ? new AtomicInteger() : before.connections;
        this.name = config.name();
        this.balance = config.balance();
        this.timeouts = config.timeouts();
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
        this.retry = config.retry();
        this.verdicts = new Verdicts(this, config, connections::get, nanoClock);
        this.admission = new Admission(config.queue(), patient, servers, verdicts::snapshot);
        servers.stream()
                .filter(server -> predecessor(server) == null)
                .forEach(server -> server.load().watch(server));
        succession.begin(this);
    }

    /** Who has taken this one's place; null while nobody has, and before this one has taken another's. */
    @Nullable Backend heir() {
        return succession.heir(this);
    }

    private Server server(ServerConfig config, int index) {
        Backend from = succession.before();
        Server known = from == null ? null : from.find(config.name());
        Load load = known != null && known.isAs(config) ? known.load() : new Load();
        return new Server(config, index, new Watcher(), load);
    }

    /**
     * The backend of another configuration, to be prepared and then to {@link #takeOver}. Servers of the same name and
     * address, which get the same PROXY headers, TLS and protocol, are the same, and what runs on them is counted on.
     */
    public Backend successor(BackendConfig config, Affinity now) {
        return new Backend(config, now, nanoClock, this);
    }

    /** The same machine in the configuration before; null when it is new. */
    public @Nullable Server predecessor(Server server) {
        Backend from = succession.before();
        return from == null ? null : from.twin(server);
    }

    /** The same machine in this configuration; null where it is not. */
    @Nullable Server twin(Server server) {
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

    /** How its servers stand, and where that is told. */
    public Verdicts verdicts() {
        return verdicts;
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
        return verdicts.snapshot().choose(key, tried);
    }

    /** Whether there is a server beside these that may be chosen, with room or without. */
    public boolean hasOther(Collection<Server> tried) {
        Snapshot now = verdicts.snapshot();
        return servers.stream().anyMatch(each -> now.isEligible(each) && !tried.contains(each));
    }

    /**
     * As {@link #choose}, but past servers that are full, and counts what begins: {@link Server#finished} must follow.
     *
     * @return null when there is none with room; {@link #join} tells whether there is one to wait for
     */
    public @Nullable Server take(long key, Collection<Server> tried) {
        return admission.take(key, tried);
    }

    /** Lets a client in to the server that it belongs to, also one that gets nothing new. */
    public Comeback comeBack(Server own) {
        return admission.comeBack(own);
    }

    /** Whether nobody can go to a server, not even those who belong to it. */
    public boolean isAway(Server server) {
        return !verdicts.snapshot().keepsSessions(server);
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

    /**
     * Takes the place of the backend that this is the successor of. What is known of servers that stay goes on; what is
     * wanted is what the configuration says, and by command. Requests that are under way stay with the other one.
     */
    public void takeOver(Wishes wishes) {
        Backend from = succession.requireBefore();
        watch();
        verdicts.takeOver(from, wishes, () -> succession.succeed(this));
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
            wish.state().ifPresent(state -> verdicts.want(server, state));
            wish.weight().ifPresent(weight -> verdicts.weigh(server, weight));
        }
    }

    /** Another snapshot is there: those who wait may have somewhere to go. */
    void changed() {
        admission.serve();
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
        return new BackendStatus(name, verdicts.status(), admission.waiting());
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
            verdicts.snapshot().loadChanged(server);
            if (room && admission.waiting() > 0) {
                admission.roomAt(server);
            }
            if (heir() != null) {
                unwatch();
            }
        }
    }
}
