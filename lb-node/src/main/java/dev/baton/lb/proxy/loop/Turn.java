package dev.baton.lb.proxy.loop;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.pool.Waiter;
import io.netty.util.concurrent.Future;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place of a connection in its backend's waiting line. Ends once: with a server, or with none when the time in the
 * line is over or nobody is left to wait for. All but {@link #served} happens on the connection's event loop.
 */
public final class Turn implements Waiter {

    private final Worker worker;
    private final Backend backend;
    private final @Nullable Server wanted;
    private final Consumer<@Nullable Server> then;
    private @Nullable Future<?> patience;
    private boolean cancelled;

    /**
     * @param wanted the one server that will do; null when any will
     * @param then hears the end, on the event loop; a server that it gets counts it as running
     */
    public Turn(Worker worker, Backend backend, @Nullable Server wanted, Consumer<@Nullable Server> then) {
        this.worker = worker;
        this.backend = backend;
        this.wanted = wanted;
        this.then = then;
    }

    /**
     * Takes the place.
     *
     * @param tried servers that need not be waited for
     * @param patienceNanos how long to wait at most
     * @return false when there is no server to wait for, or the line is full
     */
    public boolean take(Collection<Server> tried, long patienceNanos) {
        patience = worker.loop().schedule(this::late, patienceNanos, TimeUnit.NANOSECONDS);
        boolean waits = backend.join(this, tried);
        if (!waits) {
            patience.cancel(false);
        }
        return waits;
    }

    /** The client is gone. */
    public void cancel() {
        cancelled = true;
        end();
        backend.leave(this);
    }

    @Override
    public @Nullable Server wanted() {
        return wanted;
    }

    @Override
    public void served(@Nullable Server server) {
        worker.loop().execute(() -> {
            end();
            if (!cancelled) {
                then.accept(server);
            } else if (server != null) {
                // It came as the client went: somebody else can have the room.
                server.finished();
            }
        });
    }

    private void late() {
        if (backend.leave(this)) {
            then.accept(null);
        }
    }

    private void end() {
        if (patience != null) {
            patience.cancel(false);
        }
    }
}
