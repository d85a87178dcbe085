package dev.baton.lb.pool;

import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.Condition;
import dev.baton.lb.health.Health;
import java.util.List;
import java.util.OptionalInt;

/** How much of the pools a node can serve: what it tells its peers, so that a node which sees more may take over. */
public final class HealthShare {

    private HealthShare() {}

    /**
     * The servers that checks find healthy, of 1000; empty without servers, and while one has not been checked yet: a
     * node that has just started must not look worse than it is. What operators want of a server says nothing about the
     * node, and neither does live traffic, which only one node has.
     */
    public static OptionalInt perMille(List<BackendStatus> backends) {
        List<Health> servers = backends.stream()
                .flatMap(backend -> backend.servers().stream())
                .map(ServerStatus::condition)
                .filter(condition -> condition.wanted() != AdminState.MAINTENANCE)
                .map(Condition::health)
                .toList();
        if (servers.isEmpty() || servers.contains(Health.UNKNOWN)) {
            return OptionalInt.empty();
        }
        long up = servers.stream().filter(health -> health == Health.UP).count();
        return OptionalInt.of((int) (1000 * up / servers.size()));
    }
}
