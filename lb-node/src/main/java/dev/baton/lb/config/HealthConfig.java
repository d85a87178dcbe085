package dev.baton.lb.config;

import dev.baton.lb.health.Ejections;
import java.time.Duration;
import java.util.Optional;

/**
 * How the servers of a backend are judged.
 *
 * @param check asks them
 * @param agent asks a program beside each, if there is one
 * @param passive leaves out those that live traffic speaks against, if wanted
 */
public record HealthConfig(CheckConfig check, Optional<Agent> agent, Optional<Ejections.Policy> passive) {

    public static final HealthConfig DEFAULT = of(CheckConfig.DEFAULT);

    /** Nothing but a check. */
    public static HealthConfig of(CheckConfig check) {
        return new HealthConfig(check, Optional.empty(), Optional.empty());
    }

    /**
     * A program on each server that tells how it stands, in HAProxy's text protocol.
     *
     * @param port where it listens, at the server's address
     * @param interval time between two questions
     * @param timeout how long the whole answer may take
     */
    public record Agent(int port, Duration interval, Duration timeout) {}
}
