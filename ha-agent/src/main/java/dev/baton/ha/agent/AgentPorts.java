package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.ha.cluster.Interconnect;
import java.util.Optional;

/**
 * What an agent stands on. It starts and closes the interconnect and the monitors.
 *
 * @param probe asks the LAN before silence alone makes this node master; without it silence is enough
 * @param conflicts hears of others that claim an address of this node
 */
public record AgentPorts(
        Interconnect interconnect,
        FloatingIp floatingIp,
        InterfaceMonitor monitor,
        Optional<AddressProbe> probe,
        Optional<ConflictMonitor> conflicts,
        Machine machine) {

    public AgentPorts {
        requireNonNull(interconnect, "interconnect is null");
        requireNonNull(floatingIp, "floatingIp is null");
        requireNonNull(monitor, "monitor is null");
        requireNonNull(machine, "machine is null");
    }
}
