package dev.baton.lb.health;

/**
 * What is found and what is wanted of a server, together.
 *
 * @param checked what its checks found
 * @param agentDown whether its agent says that it is down
 * @param operator what the operator wants
 * @param agent what its agent wants
 * @param ejected whether live traffic failed so often that it is left out for a while
 */
public record Condition(Health checked, boolean agentDown, AdminState operator, AdminState agent, boolean ejected) {

    /** A server that nothing is known of yet. */
    public static Condition unknown(AdminState operator) {
        return new Condition(Health.UNKNOWN, false, operator, AdminState.READY, false);
    }

    /** What check and agent say together: up needs both. */
    public Health health() {
        return agentDown && checked == Health.UP ? Health.DOWN : checked;
    }

    /** What is wanted: the stricter of operator and agent. */
    public AdminState wanted() {
        return operator.or(agent);
    }

    /** Whether it may be chosen for what is new. */
    public boolean takesNew() {
        return health() == Health.UP && wanted() == AdminState.READY && !ejected;
    }

    /** Whether a client that belongs to it may come back to it. */
    public boolean keepsSessions() {
        return health() == Health.UP && wanted() != AdminState.MAINTENANCE;
    }

    /**
     * The one word for status and logs: {@code maint}, {@code down}, {@code unknown}, {@code drain}, {@code ejected} or
     * {@code up}; the first that applies.
     */
    public String label() {
        if (wanted() == AdminState.MAINTENANCE) {
            return "maint";
        }
        return switch (health()) {
            case DOWN -> "down";
            case UNKNOWN -> "unknown";
            case UP -> wanted() == AdminState.DRAIN ? "drain" : ejected ? "ejected" : "up";
        };
    }

    public Condition checked(Health verdict) {
        return new Condition(verdict, agentDown, operator, agent, ejected);
    }

    public Condition wanted(AdminState state) {
        return new Condition(checked, agentDown, state, agent, ejected);
    }

    public Condition ejected(boolean out) {
        return new Condition(checked, agentDown, operator, agent, out);
    }

    /** What its agent said is forgotten. */
    public Condition withoutAgent() {
        return new Condition(checked, false, operator, AdminState.READY, ejected);
    }

    /** What an agent leaves out stays as it was. */
    public Condition told(AgentReply reply) {
        boolean down = reply.up().map(up -> !up).orElse(agentDown);
        return new Condition(checked, down, operator, reply.state().orElse(agent), ejected);
    }
}
