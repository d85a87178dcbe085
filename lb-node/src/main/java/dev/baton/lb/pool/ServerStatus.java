package dev.baton.lb.pool;

import dev.baton.lb.health.Condition;
import dev.baton.lb.traffic.Meter;

/**
 * How a server fares.
 *
 * @param name the server's name
 * @param address {@code host:port}
 * @param condition what is found and what is wanted of it
 * @param weight its share of the traffic relative to the others, agent and operator included
 * @param connections connections (TCP) or requests (HTTP) that run on it now
 * @param traffic what was sent to it and came back
 */
public record ServerStatus(
        String name, String address, Condition condition, int weight, int connections, Meter traffic) {

    static ServerStatus of(Server server, Standing standing) {
        return new ServerStatus(
                server.name(),
                server.addressText(),
                standing.condition(),
                standing.weight(),
                server.connections(),
                server.traffic());
    }

    /** Whether it may be chosen for what is new. */
    public boolean takesNew() {
        return condition.takesNew() && weight > 0;
    }

    /** {@code up}, {@code down}, {@code unknown}, {@code drain}, {@code maint} or {@code ejected}. */
    public String state() {
        return condition.label();
    }
}
