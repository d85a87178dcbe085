package dev.baton.lb.config;

import java.nio.file.Path;
import java.time.Duration;

/** What puts the addresses of a group where the master is. */
public sealed interface DriverConfig {

    /**
     * This machine's kernel.
     *
     * @param label for the IPv4 addresses, for example {@code eth0:web}; empty for none
     */
    record Netlink(String label) implements DriverConfig {}

    /**
     * A program of the operator, for places where an address is moved by an API.
     *
     * @param timeout after which it is killed
     */
    record Exec(Path program, Duration timeout) implements DriverConfig {}
}
