package dev.baton.lb.pool;

/**
 * How a server fares.
 *
 * @param name the server's name
 * @param address {@code host:port}
 * @param state {@code up}, {@code down} or {@code unknown}
 * @param connections connections (TCP) or requests (HTTP) that run on it now
 */
public record ServerStatus(String name, String address, String state, int connections) {}
