package dev.baton.lb.cli;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpDrivers;
import dev.baton.floatingip.exec.ExecFloatingIp;
import dev.baton.lb.config.DriverConfig;
import dev.baton.lb.config.FloatingIpConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which driver moves which address. */
final class Drivers {

    private static final Logger log = LoggerFactory.getLogger(Drivers.class);

    private Drivers() {}

    /** @param kernel moves what no program moves */
    static FloatingIp of(List<FloatingIpConfig> groups, FloatingIp kernel) {
        Map<FloatingAddress, FloatingIp> programs = new HashMap<>();
        for (FloatingIpConfig group : groups) {
            if (group.driver() instanceof DriverConfig.Exec(var program, var timeout)) {
                FloatingIp exec = new ExecFloatingIp(
                        program,
                        timeout,
                        group.name(),
                        complaint -> log.warn("group \"{}\": {}", group.name(), complaint));
                addresses(group).forEach(address -> programs.put(address, exec));
            }
        }
        return new FloatingIpDrivers(kernel, programs);
    }

    static boolean isKernels(FloatingIpConfig group) {
        return group.driver() instanceof DriverConfig.Netlink;
    }

    static List<FloatingAddress> addresses(FloatingIpConfig group) {
        String label = group.driver() instanceof DriverConfig.Netlink(var text) ? text : "";
        return group.addresses().stream()
                .map(prefix -> new FloatingAddress(group.interfaceName(), prefix, label))
                .toList();
    }
}
