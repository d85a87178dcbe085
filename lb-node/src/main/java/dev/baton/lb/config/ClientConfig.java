package dev.baton.lb.config;

/**
 * How a frontend deals with its clients.
 *
 * @param timeouts how long they may take
 * @param limits how much they may send
 */
public record ClientConfig(ClientTimeouts timeouts, HttpLimits limits) {

    public static final ClientConfig DEFAULT = new ClientConfig(ClientTimeouts.DEFAULT, HttpLimits.DEFAULT);
}
