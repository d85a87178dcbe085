package dev.baton.lb.pool;

import dev.baton.lb.balance.Balancer;
import dev.baton.lb.balance.RoundRobin;
import dev.baton.lb.config.BackendConfig.Balance;
import dev.baton.lb.health.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A backend at one moment: servers, their health, and the selector made from both. Immutable, so that a request which
 * reads it once can't see half of a change.
 *
 * @param servers all servers, in the order of the configuration
 * @param health theirs, in the same order
 * @param eligible those that may get traffic
 * @param selector chooses a position in {@code eligible}
 */
record Snapshot(List<Server> servers, List<Health> health, List<Server> eligible, Balancer selector) {

    static Snapshot of(Balance balance, List<Server> servers, List<Health> health) {
        List<Server> eligible = IntStream.range(0, servers.size())
                .filter(i -> health.get(i) == Health.UP && servers.get(i).weight() > 0)
                .mapToObj(servers::get)
                .toList();
        int[] weights = eligible.stream().mapToInt(Server::weight).toArray();
        Balancer selector = switch (balance) {
            case ROUND_ROBIN -> new RoundRobin(weights);
        };
        return new Snapshot(servers, List.copyOf(health), eligible, selector);
    }

    Snapshot with(Balance balance, Server server, Health verdict) {
        List<Health> changed = new ArrayList<>(health);
        changed.set(servers.indexOf(server), verdict);
        return of(balance, servers, changed);
    }

    @Nullable Server choose() {
        int position = selector.choose();
        return position == Balancer.NOBODY ? null : eligible.get(position);
    }

    /** As {@link #choose}, but past those already tried: from where the selector points, the next one that is not. */
    @Nullable Server choose(Collection<Server> tried) {
        int position = selector.choose();
        for (int i = 0; i < eligible.size(); i++) {
            Server server = eligible.get((position + i) % eligible.size());
            if (!tried.contains(server)) {
                return server;
            }
        }
        return null;
    }
}
