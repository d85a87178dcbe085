package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.util.List;

/**
 * Addresses that move together.
 *
 * @param name the group's name
 * @param interfaceName the interface the addresses live on
 * @param addresses at least one
 */
public record FloatingIpConfig(String name, String interfaceName, List<IpPrefix> addresses) {

    public FloatingIpConfig {
        addresses = List.copyOf(addresses);
    }
}
