package dev.baton.lb.pool;

import dev.baton.lb.health.AdminState;
import dev.baton.lb.health.AgentReply;
import dev.baton.lb.health.Condition;
import dev.baton.lb.health.Health;
import java.util.OptionalLong;

/**
 * How a server stands in its backend.
 *
 * @param condition what is found and what is wanted of it
 * @param wantedWeight the weight that the configuration or the operator gives it
 * @param percent how much of that its agent wants
 * @param ramp when its slow start began, on the clock of the backend, in nanoseconds; empty when it has its whole share
 */
record Standing(Condition condition, int wantedWeight, int percent, OptionalLong ramp) {

    /** The largest weight that a server can have. */
    private static final int MAX_WEIGHT = 256;

    static Standing unknown(Server server) {
        return new Standing(Condition.unknown(server.state()), server.weight(), 100, OptionalLong.empty());
    }

    /** Its share of the traffic as operators read it. A weight that is not 0 does not become 0 by rounding. */
    int weight() {
        return Math.ceilDiv(hundredths(), 100);
    }

    /** Its share of the traffic relative to the others, in hundredths of a weight of 1; 0 gets none. */
    int hundredths() {
        return Math.min(100 * MAX_WEIGHT, wantedWeight * percent);
    }

    boolean isEligible() {
        return condition.takesNew() && hundredths() > 0;
    }

    Standing with(Condition changed) {
        return new Standing(changed, wantedWeight, percent, ramp);
    }

    /** What operators or the configuration want; a server that leaves maintenance is unknown until it is checked again. */
    Standing wanted(AdminState state) {
        Condition after = condition.wanted(state);
        boolean returns = condition.wanted() == AdminState.MAINTENANCE && after.wanted() != AdminState.MAINTENANCE;
        return with(returns ? after.checked(Health.UNKNOWN) : after);
    }

    Standing ramped(OptionalLong begins) {
        return new Standing(condition, wantedWeight, percent, begins);
    }

    Standing weighed(int changed) {
        return new Standing(condition, changed, percent, ramp);
    }

    /** Nobody asks its agent any more. */
    Standing withoutAgent() {
        return new Standing(condition.withoutAgent(), wantedWeight, 100, ramp);
    }

    Standing told(AgentReply reply) {
        return new Standing(
                condition.told(reply), wantedWeight, reply.weightPercent().orElse(percent), ramp);
    }
}
