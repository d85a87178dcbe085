package dev.baton.floatingip;

import static java.util.Objects.requireNonNull;

/**
 * A floating address and the interface it lives on.
 *
 * @param interfaceName the interface as the kernel names it, for example {@code eth0}
 * @param prefix the address with its prefix length
 */
public record FloatingAddress(String interfaceName, IpPrefix prefix) {

    public FloatingAddress {
        requireNonNull(interfaceName, "interfaceName is null");
        requireNonNull(prefix, "prefix is null");
    }

    @Override
    public String toString() {
        return prefix + " on " + interfaceName;
    }
}
