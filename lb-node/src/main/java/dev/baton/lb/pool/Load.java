package dev.baton.lb.pool;

import dev.baton.lb.traffic.Meter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What runs on one machine, and how that went. It outlives configurations: a server that is kept by a reload has that
 * of its predecessor. Any thread may call.
 */
final class Load {

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final Meter traffic = new Meter();

    /** Whose backends want to hear of every change: mostly one, more while a reload is being digested. */
    private volatile Server[] watchers = {};

    private volatile boolean served;
    private volatile boolean gone;

    /** Connections (TCP) or requests (HTTP) that run now. */
    AtomicInteger connections() {
        return connections;
    }

    /** Errors in a row from live traffic. */
    AtomicInteger errors() {
        return errors;
    }

    /** What passed. */
    Meter traffic() {
        return traffic;
    }

    /** Whether it has ever been one to be chosen. */
    boolean hasServed() {
        return served;
    }

    void serves() {
        served = true;
    }

    /** Whether no configuration has it any more. */
    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    /** Tells a server's backend about changes from now on, whichever configuration they came by. */
    synchronized void watch(Server server) {
        if (!Arrays.asList(watchers).contains(server)) {
            Server[] more = Arrays.copyOf(watchers, watchers.length + 1);
            more[watchers.length] = server;
            watchers = more;
        }
    }

    synchronized void forget(Server server) {
        watchers = Arrays.stream(watchers).filter(each -> each != server).toArray(Server[]::new);
    }

    /** @param room whether there is room for one more than before */
    void changed(boolean room) {
        for (Server watcher : watchers) {
            watcher.tell(room);
        }
    }
}
