package dev.baton.floatingip;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * An address on an interface of this machine that carries Baton's mark.
 *
 * @param address as it is on the interface, with its host prefix
 * @param lease what is left of its lifetime; empty if it has no end
 * @param alive whether the process that bound it runs; if not, the address is a leftover
 */
public record HeldAddress(FloatingAddress address, Optional<Duration> lease, boolean alive) {

    public HeldAddress {
        requireNonNull(address, "address is null");
        requireNonNull(lease, "lease is null");
    }
}
