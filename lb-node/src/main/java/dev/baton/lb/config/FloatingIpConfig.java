package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.time.Duration;
import java.util.List;

/**
 * Addresses that move together.
 *
 * @param name the group's name
 * @param interfaceName the interface the addresses live on
 * @param addresses at least one
 * @param driver what puts them where the master is
 * @param announce how often a master says where they are
 * @param debounce how long the interface must be usable again, after a loss, before that counts; zero for at once
 * @param trackers what speaks for or against a node's being master of them
 * @param hooks the programs that are told of changes of role
 */
public record FloatingIpConfig(
        String name,
        String interfaceName,
        List<IpPrefix> addresses,
        DriverConfig driver,
        AnnounceConfig announce,
        Duration debounce,
        List<TrackerConfig> trackers,
        NotifyConfig hooks) {

    public FloatingIpConfig {
        addresses = List.copyOf(addresses);
        trackers = List.copyOf(trackers);
    }
}
