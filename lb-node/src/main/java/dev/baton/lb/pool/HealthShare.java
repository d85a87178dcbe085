package dev.baton.lb.pool;

import java.util.List;
import java.util.OptionalInt;

/** How much of the pools a node can serve: what it tells its peers, so that a node which sees more may take over. */
public final class HealthShare {

    private HealthShare() {}

    /**
     * The servers that are up, of 1000; empty without servers, and while one has not been checked yet: a node that has
     * just started must not look worse than it is.
     */
    public static OptionalInt perMille(List<BackendStatus> backends) {
        List<ServerStatus> servers =
                backends.stream().flatMap(backend -> backend.servers().stream()).toList();
        if (servers.isEmpty()
                || servers.stream().anyMatch(server -> server.state().equals("unknown"))) {
            return OptionalInt.empty();
        }
        long up = servers.stream().filter(server -> server.state().equals("up")).count();
        return OptionalInt.of((int) (1000 * up / servers.size()));
    }
}
