package dev.baton.floatingip;

import static java.util.Objects.requireNonNull;

/**
 * A floating address and the interface it lives on.
 *
 * @param interfaceName the interface as the kernel names it, for example {@code eth0}
 * @param prefix the address with its prefix length
 * @param label what older tools show it as, for example {@code eth0:web}; IPv4 only; empty for the interface's name
 */
public record FloatingAddress(String interfaceName, IpPrefix prefix, String label) {

    public FloatingAddress {
        requireNonNull(interfaceName, "interfaceName is null");
        requireNonNull(prefix, "prefix is null");
        requireNonNull(label, "label is null");
    }

    /** Without a label. */
    public FloatingAddress(String interfaceName, IpPrefix prefix) {
        this(interfaceName, prefix, "");
    }

    @Override
    public String toString() {
        return prefix + " on " + interfaceName;
    }
}
