package dev.baton.lb.proxy.check;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.HealthConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one backend's servers. Those of a successor begin with its new servers, so that they are known when it
 * takes over; then the others follow, and what a reload does not touch is not asked anew.
 */
public final class BackendChecks {

    /** Between the first checks of two servers: a thousand of them must not be asked in one moment. */
    private static final Duration STAGGER = Duration.ofNanos(200_000);

    private final BackendConfig config;
    private final Backend backend;
    private final @Nullable BackendChecks before;
    private final Checks checks;
    private final Map<Server, Checker> checkers = new LinkedHashMap<>();
    private final Map<Server, AgentChecker> agents = new LinkedHashMap<>();

    BackendChecks(BackendConfig config, Backend backend, @Nullable BackendChecks before, Checks checks) {
        this.config = config;
        this.backend = backend;
        this.before = before;
        this.checks = checks;
    }

    /**
     * Begins to ask the servers that are new.
     *
     * @param wave how many servers are asked for the first time at the moment; is counted on
     * @return completes when each has been asked once, or is not to be asked
     */
    public CompletableFuture<?> begin(AtomicInteger wave) {
        List<Server> servers = backend.servers();
        return CompletableFuture.allOf(servers.stream()
                .filter(server -> backend.predecessor(server) == null)
                .map(server -> begin(server, wave))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> begin(Server server, AtomicInteger wave) {
        int number = wave.getAndIncrement();
        Checker checker = check(server, number);
        ask(server, number);
        return checker.asked();
    }

    private Checker check(Server server, int number) {
        // Each its own chance: two nodes that draw the same numbers would beat in step for ever.
        SplittableRandom random = new SplittableRandom();
        Checker checker = new Checker(
                checks.worker(), new Place(backend, server), config.health().check(), random, checks::down);
        checkers.put(server, checker);
        Duration interval = config.health().check().rhythm().interval();
        List<Server> all = backend.servers();
        checker.start(
                STAGGER.multipliedBy(number),
                interval.multipliedBy(all.indexOf(server) + 1L).dividedBy(all.size()));
        return checker;
    }

    private void ask(Server server, int number) {
        config.health().agent().ifPresent(agent -> {
            AgentChecker asker =
                    new AgentChecker(checks.worker(), new Place(backend, server), agent, new SplittableRandom());
            agents.put(server, asker);
            asker.start(STAGGER.multipliedBy(number));
        });
    }

    /** The backend takes over: what is the same goes on, what has changed begins anew, what is gone ends. */
    public void takeOver(Map<Server, Server> predecessors) {
        BackendChecks from = before;
        if (from == null) {
            return;
        }
        HealthConfig health = config.health();
        boolean sameCheck = health.check().equals(from.config.health().check());
        boolean sameAgent = health.agent().equals(from.config.health().agent());
        predecessors.forEach((server, old) -> {
            Checker checker = from.checkers.get(old);
            if (sameCheck && checker != null) {
                from.checkers.remove(old);
                checker.moveTo(new Place(backend, server));
                checkers.put(server, checker);
            } else {
                check(server, 0);
            }
            AgentChecker agent = from.agents.get(old);
            if (sameAgent && agent != null) {
                from.agents.remove(old);
                agent.moveTo(new Place(backend, server));
                agents.put(server, agent);
            } else {
                ask(server, 0);
            }
        });
        from.stop();
    }

    /** May be called more than once. */
    public void stop() {
        checkers.values().forEach(Checker::stop);
        agents.values().forEach(AgentChecker::stop);
    }
}
