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
    private final boolean patient;
    private final List<Server> servers;
    private final WaitingLine line;
    private final Supplier<Snapshot> snapshot;

    /**
     * @param patient whether a server that is away may be waited for by those who belong to it
     * @param snapshot the backend as it is
     */
    Admission(QueueConfig queue, boolean patient, List<Server> servers, Supplier<Snapshot> snapshot) {
        this.queue = queue;
        this.patient = patient;
        this.servers = servers;
        this.line = new WaitingLine(queue.length(), servers.size());
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
        if (line.forAny() > 0) {
            return null;
        }
        Snapshot now = snapshot.get();
        Server server = now.choose(key, tried);
        return server == null || start(server) ? server : withRoom(now, key, tried, server);
    }

    private @Nullable Server withRoom(Snapshot now, long key, Collection<Server> tried, Server full) {
        List<Server> passed = new ArrayList<>(tried);
        passed.add(full);
        Server next = now.choose(key, passed);
        while (next != null && !start(next)) {
            passed.add(next);
            next = now.choose(key, passed);
        }
        return next;
    }

    /** Nobody gets in ahead of those who can go nowhere else. */
    private boolean start(Server server) {
        return line.forOne(server) == 0 && server.tryStart();
    }

    /** See {@link Backend#comeBack}. */
    Comeback comeBack(Server own) {
        Snapshot now = snapshot.get();
        if (!now.keepsSessions(own)) {
            return Comeback.AWAY;
        }
        boolean others = line.forAny() > 0 && now.isEligible(own);
        return !others && start(own) ? Comeback.STARTED : Comeback.FULL;
    }

    /** See {@link Backend#join}. */
    boolean join(Waiter waiter, Collection<Server> tried) {
        Snapshot now = snapshot.get();
        Server wanted = waiter.wanted();
        boolean worthIt =
                wanted == null ? now.choose(Subject.ABSENT, tried) != null : patient || now.keepsSessions(wanted);
        if (!worthIt || !line.join(waiter)) {
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

    /** Gives what room there is to those who wait, and sends them away when nothing is left to wait for. */
    void serve() {
        serveAny();
        if (line.length() > 0) {
            servers.stream().filter(server -> line.forOne(server) > 0).forEach(this::serveOne);
        }
    }

    private void serveAny() {
        while (line.forAny() > 0) {
            Snapshot now = snapshot.get();
            Server any = now.choose(Subject.ABSENT, List.of());
            Server server = any == null || any.tryStart() ? any : withRoom(now, Subject.ABSENT, List.of(), any);
            if (server != null) {
                hand(server, true);
            } else if (any == null) {
                turnAway(line.nextForAny());
            } else {
                return;
            }
        }
    }

    private void serveOne(Server server) {
        Snapshot now = snapshot.get();
        if (now.keepsSessions(server)) {
            while (line.forOne(server) > 0 && server.tryStart()) {
                hand(server, now.isEligible(server));
            }
        } else if (!patient) {
            while (line.forOne(server) > 0) {
                turnAway(line.nextForOne(server));
            }
        }
    }

    /** A server may have room for one more. */
    void roomAt(Server server) {
        Snapshot now = snapshot.get();
        boolean forAny = line.forAny() > 0 && now.isEligible(server);
        boolean forOne = line.forOne(server) > 0 && now.keepsSessions(server);
        if ((forAny || forOne) && server.tryStart()) {
            hand(server, now.isEligible(server));
        }
    }

    /** @param toAny whether the server takes those who don't belong to it */
    private void hand(Server server, boolean toAny) {
        Waiter first = toAny ? line.next(server) : line.nextForOne(server);
        if (first == null) {
            server.finished();
        } else {
            first.served(server);
        }
    }

    private static void turnAway(@Nullable Waiter first) {
        if (first != null) {
            first.served(null);
        }
    }
}
