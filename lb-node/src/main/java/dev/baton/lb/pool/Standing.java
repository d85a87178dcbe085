package dev.baton.lb.pool;

import dev.baton.lb.health.Health;
import java.util.OptionalLong;

/**
 * How a server stands in its backend.
 *
 * @param health what checks found
 * @param weight its share of the traffic relative to the others; 0 gets none
 * @param ramp when its slow start began, on the clock of the backend, in nanoseconds; empty when it has its whole share
 */
record Standing(Health health, int weight, OptionalLong ramp) {

    static Standing unknown(Server server) {
        return new Standing(Health.UNKNOWN, server.weight(), OptionalLong.empty());
    }

    boolean isEligible() {
        return health == Health.UP && weight > 0;
    }

    Standing judged(Health verdict, OptionalLong begins) {
        return new Standing(verdict, weight, begins);
    }

    Standing weighed(int changed) {
        return new Standing(health, changed, ramp);
    }

    Standing whole() {
        return new Standing(health, weight, OptionalLong.empty());
    }
}
