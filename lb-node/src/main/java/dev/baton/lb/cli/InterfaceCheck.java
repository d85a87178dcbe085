package dev.baton.lb.cli;

import dev.baton.lb.config.FloatingIpConfig;
import java.io.IOException;
import java.net.NetworkInterface;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses to start on an interface that is not there, before anything else happens. */
final class InterfaceCheck {

    private InterfaceCheck() {}

    static void requirePresent(List<FloatingIpConfig> groups) throws IOException {
        for (FloatingIpConfig group : groups) {
            if (NetworkInterface.getByName(group.interfaceName()) == null) {
                String present = NetworkInterface.networkInterfaces()
                        .map(NetworkInterface::getName)
                        .sorted()
                        .collect(Collectors.joining(", "));
                throw new IOException("floating IP \"" + group.name() + "\": interface \"" + group.interfaceName()
                        + "\" does not exist; there are " + present);
            }
        }
    }
}
