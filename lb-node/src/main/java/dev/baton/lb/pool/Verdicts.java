package dev.baton.lb.pool;

import dev.baton.lb.balance.SlowStart;
import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.AgentReply;
import dev.baton.lb.health.Health;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How the servers of a backend stand: what checks, agents, live traffic and operators say of them. Each change makes
 * another snapshot. What is said of a backend whose place another one has taken is for that one. Any thread may call.
 */
public final class Verdicts {

    private final Backend backend;
    private final Grouping active;
    private final Grouping backup;
    private final Suspicion suspicion;
    private final boolean hasAgent;
    private final long slowStartNanos;
    private final LongSupplier nanoClock;
    private volatile Snapshot snapshot;

    /**
     * @param backend whose servers they are
     * @param connections how many these have together
     * @param nanoClock as {@link System#nanoTime}
     */
    Verdicts(Backend backend, BackendConfig config, IntSupplier connections, LongSupplier nanoClock) {
        this.backend = backend;
        List<Server> servers = backend.servers();
        this.active = new Grouping(config.balance(), servers, false, connections);
        this.backup = new Grouping(config.balance(), servers, true, connections);
        this.suspicion = new Suspicion(config.health().passive(), servers.size());
        this.hasAgent = config.health().agent().isPresent();
        this.slowStartNanos = config.slowStart().toNanos();
        this.nanoClock = nanoClock;
        this.snapshot = snapshot(servers.stream().map(Standing::unknown).toList());
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** How each server stands at this moment. */
    List<ServerStatus> status() {
        List<Standing> standings = snapshot.standings();
        return backend.servers().stream()
                .map(server -> ServerStatus.of(server, standings.get(server.index())))
                .toList();
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

    /**
     * Changes a server's share of the traffic from now on.
     *
     * @param weight 0 to 256; 0 gets nothing new
     */
    public void weigh(Server server, int weight) {
        change(server, (_, standing) -> standing.weighed(weight));
    }

    /** Whether a server is to be left alone altogether. */
    public boolean isInMaintenance(Server server) {
        return standing(server).condition().wanted() == AdminState.MAINTENANCE;
    }

    /** What the checks found last; unknown when none has had its say since the start or since its maintenance. */
    public Health checked(Server server) {
        return standing(server).condition().checked();
    }

    /** What other nodes should know: all that is not unknown. */
    public synchronized List<Judgement> judgements() {
        long now = nanoClock.getAsLong();
        return backend.servers().stream()
                .map(server -> new Judgement(
                        backend.name(),
                        server.name(),
                        server.addressText(),
                        checked(server),
                        suspicion.remaining(server, now)))
                .filter(each ->
                        each.checked() != Health.UNKNOWN || each.ejectedFor().isPositive())
                .toList();
    }

    /**
     * Takes another node's word where the checks of this one have not had their say: on a server that was not checked
     * yet, and against one that was checked only once, because one good answer does not end what a row of bad ones began.
     *
     * @return whether it was news
     */
    public boolean believe(Judgement word) {
        Server server = backend.find(word.server());
        return server != null && server.addressText().equals(word.address()) && believe(server, word);
    }

    boolean believe(Server server, Judgement word) {
        if (isInMaintenance(server)) {
            return false;
        }
        boolean checked = switch (checked(server)) {
            case UNKNOWN -> word.checked() != Health.UNKNOWN;
            case UP -> word.checked() == Health.DOWN && !server.isCheckedTwice();
            case DOWN -> false;
        };
        if (checked) {
            judge(server, word.checked());
        }
        return leaveOut(server, word.ejectedFor()) || checked;
    }

    private boolean leaveOut(Server server, Duration span) {
        synchronized (this) {
            if (!span.isPositive() || !standing(server).isEligible()) {
                return false;
            }
            suspicion.follow(server, span, nanoClock.getAsLong());
            change(server, (_, standing) -> standing.with(standing.condition().ejected(true)));
        }
        suspicion.tell(server, span, false);
        return true;
    }

    /** From now on hears of every server that is left out for a while. */
    public void onEjection(EjectionListener listener) {
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
            Backend next = backend.heir();
            Server twin = next == null ? server : next.twin(server);
            if (twin != null) {
                (next == null ? this : next.verdicts()).suspect(twin);
            }
        }
    }

    private void suspect(Server server) {
        Duration span;
        synchronized (this) {
            int usable = (int)
                    snapshot.standings().stream().filter(Standing::isEligible).count();
            if (!standing(server).isEligible()) {
                return;
            }
            span = suspicion.eject(server, usable, nanoClock.getAsLong());
            if (span.isZero()) {
                return;
            }
            change(server, (_, standing) -> standing.with(standing.condition().ejected(true)));
        }
        suspicion.tell(server, span, true);
    }

    /** The time is over for which a server was left out. */
    public void readmit(Server server) {
        synchronized (this) {
            suspicion.readmit(server, nanoClock.getAsLong());
        }
        change(server, (_, standing) -> standing.with(standing.condition().ejected(false)));
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

    /** What comes when another configuration has taken over is for that one, if it has the server. */
    private void change(Server server, BiFunction<Server, Standing, Standing> how) {
        Backend next;
        synchronized (this) {
            next = backend.heir();
            if (next == null) {
                publish(snapshot.with(server, changed(server, how)));
                return;
            }
        }
        Server twin = next.twin(server);
        if (twin != null) {
            next.verdicts().change(twin, how);
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

    /**
     * Goes on with what is known of the servers that stay; what is wanted is what the configuration says, and by
     * command.
     *
     * @param succeed makes the backend the one that serves; nothing is said of either meanwhile
     */
    void takeOver(Backend from, Wishes wishes, Runnable succeed) {
        Verdicts others = from.verdicts();
        synchronized (others) {
            synchronized (this) {
                publish(backend.servers().stream()
                        .map(server -> inherited(from, server, wishes))
                        .toList());
                succeed.run();
            }
        }
    }

    private Standing inherited(Backend from, Server server, Wishes wishes) {
        Server known = from.twin(server);
        Wish wish = wishes.of(backend.name(), server.name());
        Standing standing = known == null ? standing(server) : from.verdicts().standing(known);
        if (hasAgent && known != null && known.isLimitedByAgent()) {
            server.limit(known.limit());
        }
        return (hasAgent ? standing : standing.withoutAgent())
                .wanted(wish.state().orElse(server.state()))
                .weighed(wish.weight().orElse(server.weight()))
                .ramped(slowStartNanos == 0 ? OptionalLong.empty() : standing.ramp());
    }

    private Standing standing(Server server) {
        return snapshot.standings().get(server.index());
    }

    private void publish(List<Standing> standings) {
        snapshot = snapshot(standings);
        // Loads that changed while it was made were told to the one before.
        snapshot.loadsChanged();
        backend.changed();
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
}
