package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.netlink.AddressMessage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should hear once about an address that works, but perhaps not as expected. */
final class Advice {

    private static final Logger log = LoggerFactory.getLogger(Advice.class);

    private Advice() {}

    static void onFirstBind(FloatingAddress address, List<AddressMessage> present) {
        if (!reachesItsSubnet(address.prefix(), present)) {
            log.warn(
                    "no other address of {} is in the subnet of {}: a floating address brings no route, so make sure"
                            + " that the host has one to its clients",
                    address.interfaceName(),
                    address.prefix());
        }
    }

    private static boolean reachesItsSubnet(IpPrefix prefix, List<AddressMessage> present) {
        return present.stream()
                .filter(other -> !other.address().equals(prefix.address()))
                .anyMatch(other -> new IpPrefix(other.address(), other.prefixLength()).contains(prefix.address()));
    }
}
