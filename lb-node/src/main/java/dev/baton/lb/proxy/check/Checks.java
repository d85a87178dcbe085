package dev.baton.lb.proxy.check;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Worker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Makes the checks of servers, spread over the event loops. */
public final class Checks {

    private final AtomicInteger number = new AtomicInteger();
    private final IntFunction<Worker> workers;
    private final Consumer<Server> onDown;
    private final Runnable onEjection;

    /**
     * @param workers the event loops, by any number from 0
     * @param onDown hears of each server that is found down, on the loop that asked it
     * @param onEjection runs when this node's traffic has spoken against a server
     */
    public Checks(IntFunction<Worker> workers, Consumer<Server> onDown, Runnable onEjection) {
        this.workers = workers;
        this.onDown = onDown;
        this.onEjection = onEjection;
    }

    /**
     * The checks of one backend, which wait for {@link BackendChecks#begin}.
     *
     * @param before those of the backend that it succeeds, if it does: what is the same is taken over
     */
    public BackendChecks of(BackendConfig config, Backend backend, @Nullable BackendChecks before) {
        backend.verdicts().onEjection(new Outliers(workers.apply(0), backend, onEjection));
        return new BackendChecks(config, backend, before, this);
    }

    Worker worker() {
        return workers.apply(number.getAndIncrement() & Integer.MAX_VALUE);
    }

    void down(Server server) {
        onDown.accept(server);
    }
}
