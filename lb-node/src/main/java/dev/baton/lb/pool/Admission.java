package dev.baton.lb.pool;

import dev.baton.lb.config.QueueConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a backend's requests in to servers that have room, and the others wait in line. Any thread may call. */
final class Admission {

    private final QueueConfig queue;
    private final WaitingLine line;
    private final Supplier<Snapshot> snapshot;

    /** @param snapshot the backend as it is */
    Admission(QueueConfig queue, Supplier<Snapshot> snapshot) {
        this.queue = queue;
        this.line = new WaitingLine(queue.length());
        this.snapshot = snapshot;
    }

    /** How long anybody may wait. */
    Duration timeout() {
        return queue.timeout();
    }

    /** How many wait. */
    int waiting() {
        return line.length();
    }

    /** See {@link Backend#take}. */
    @Nullable Server take(long key, Collection<Server> tried) {
        if (line.length() > 0) {
            return null;
        }
        Snapshot now = snapshot.get();
        Server server = now.choose(key, tried);
        return server == null || server.tryStart() ? server : withRoom(now, key, tried, server);
    }

    private static @Nullable Server withRoom(Snapshot now, long key, Collection<Server> tried, Server full) {
        List<Server> passed = new ArrayList<>(tried);
        passed.add(full);
        Server next = now.choose(key, passed);
        while (next != null && !next.tryStart()) {
            passed.add(next);
            next = now.choose(key, passed);
        }
        return next;
    }

    /** See {@link Backend#join}. */
    boolean join(Waiter waiter, Collection<Server> tried) {
        if (snapshot.get().choose(Subject.ABSENT, tried) == null || !line.join(waiter)) {
            return false;
        }
        // Room that was made before this one stood in the line was made for nobody.
        serve();
        return true;
    }

    /** See {@link Backend#leave}. */
    boolean leave(Waiter waiter) {
        return line.leave(waiter);
    }

    /** Gives what room there is to those who wait, and sends them away when no server is left. */
    void serve() {
        while (line.length() > 0) {
            Snapshot now = snapshot.get();
            Server any = now.choose(Subject.ABSENT, List.of());
            Server server = any == null || any.tryStart() ? any : withRoom(now, Subject.ABSENT, List.of(), any);
            if (server != null) {
                hand(server);
            } else if (any == null) {
                turnAway();
            } else {
                return;
            }
        }
    }

    /** A server that may be chosen has room for one more, perhaps. */
    void roomAt(Server server) {
        if (server.tryStart()) {
            hand(server);
        }
    }

    private void hand(Server server) {
        Waiter first = line.next();
        if (first == null) {
            server.finished();
        } else {
            first.served(server);
        }
    }

    private void turnAway() {
        Waiter first = line.next();
        if (first != null) {
            first.served(null);
        }
    }
}
