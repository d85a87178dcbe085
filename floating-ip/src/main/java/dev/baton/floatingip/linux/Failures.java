package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.netlink.LinkMessage;
import java.util.stream.Collectors;

/** Words the failures of operations: what was tried, on which address, why it failed, what to do. */
final class Failures {

    private Failures() {}

    static FloatingIpException of(String operation, FloatingAddress address, SystemCallException cause) {
        return new FloatingIpException(operation + " " + address + " failed: " + cause.getMessage(), cause.errno());
    }

    static FloatingIpException opening(String what, SystemCallException cause) {
        return new FloatingIpException("opening " + what + " failed: " + cause.getMessage(), cause.errno());
    }

    static FloatingIpException noInterface(String operation, FloatingAddress address, RouteSocket route)
            throws SystemCallException {
        String existing = route.links().stream().map(LinkMessage::name).collect(Collectors.joining(", "));
        return new FloatingIpException(
                "%s %s failed: there is no interface %s (ENODEV, errno %d); there are %s"
                        .formatted(operation, address, address.interfaceName(), Errno.ENODEV.number(), existing),
                Errno.ENODEV.number());
    }

    static FloatingIpException foreign(FloatingAddress address) {
        return new FloatingIpException(
                ("bind %s failed: the address is already on the interface, and not put there by this program"
                                + " (EEXIST, errno %d); remove it from the network configuration, or by"
                                + " ip addr del %s dev %s")
                        .formatted(
                                address,
                                Errno.EEXIST.number(),
                                address.prefix().address().getHostAddress(),
                                address.interfaceName()),
                Errno.EEXIST.number());
    }

    static FloatingIpException notHeld(String operation, FloatingAddress address) {
        return new FloatingIpException(
                "%s %s failed: %s"
                        .formatted(
                                operation,
                                address,
                                "the address is not held any more (" + Errno.describe(Errno.EADDRNOTAVAIL.number())
                                        + ")"),
                Errno.EADDRNOTAVAIL.number());
    }
}
