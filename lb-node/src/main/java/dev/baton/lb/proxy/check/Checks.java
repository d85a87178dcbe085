package dev.baton.lb.proxy.check;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.HealthConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The checks of all servers, spread over the event loops and over time. */
public final class Checks {

    /** Between the first checks of two servers: a thousand of them must not be asked in one moment. */
    private static final Duration STAGGER = Duration.ofNanos(200_000);

    private final List<Checker> checkers = new ArrayList<>();
    private final List<AgentChecker> agents = new ArrayList<>();
    private final IntFunction<Worker> workers;
    private final Consumer<Server> onDown;

    /**
     * @param workers the event loops, by any number from 0
     * @param onDown hears of each server that is found down, on the loop that asked it
     */
    public Checks(IntFunction<Worker> workers, Consumer<Server> onDown) {
        this.workers = workers;
        this.onDown = onDown;
    }

    /** Begins to check the servers of one more backend. */
    public void start(BackendConfig config, Backend backend) {
        List<Server> servers = backend.servers();
        backend.onEjection(new Outliers(workers.apply(0), backend));
        Duration interval = config.health().check().rhythm().interval();
        for (int i = 0; i < servers.size(); i++) {
            int number = checkers.size();
            // Each its own chance: two nodes that draw the same numbers would beat in step for ever.
            SplittableRandom random = new SplittableRandom();
            Checker checker = new Checker(
                    workers.apply(number),
                    backend,
                    servers.get(i),
                    config.health().check(),
                    random,
                    onDown);
            checkers.add(checker);
            checker.start(
                    STAGGER.multipliedBy(number), interval.multipliedBy(i + 1L).dividedBy(servers.size()));
        }
        config.health().agent().ifPresent(agent -> servers.forEach(server -> ask(agent, backend, server)));
    }

    private void ask(HealthConfig.Agent agent, Backend backend, Server server) {
        int number = agents.size();
        AgentChecker asker = new AgentChecker(workers.apply(number), backend, server, agent, new SplittableRandom());
        agents.add(asker);
        asker.start(STAGGER.multipliedBy(number));
    }

    /** May be called by any thread, and more than once. */
    public void stop() {
        checkers.forEach(Checker::stop);
        agents.forEach(AgentChecker::stop);
    }
}
