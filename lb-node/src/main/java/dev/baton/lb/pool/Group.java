package dev.baton.lb.pool;

import dev.baton.lb.balance.Balancer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Servers that may be chosen at the moment, and who chooses among them. Immutable but for what the balancer counts.
 *
 * @param members in the order of the configuration
 * @param positions for each server of the backend, by its index, its position in {@code members}, or
 *     {@link Balancer#NOBODY}
 * @param balancer chooses a position in {@code members}
 */
@SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
record Group(List<Server> members, int[] positions, Balancer balancer) {

    /**
     * @param tried must not be chosen
     */
    @Nullable Server choose(long key, Collection<Server> tried) {
        int position = balancer.choose(
                key, tried.isEmpty() ? Balancer.NOBODY_SKIPPED : candidate -> tried.contains(members.get(candidate)));
        return position == Balancer.NOBODY ? null : members.get(position);
    }

    void loadChanged(Server server) {
        int position = positions[server.index()];
        if (position != Balancer.NOBODY) {
            balancer.loadChanged(position);
        }
    }
}
