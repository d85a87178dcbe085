package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.LinkMessage;
import dev.baton.floatingip.netlink.Rtnetlink;
import java.net.InetAddress;
import java.util.Optional;

/** What the neighbours of this machine know of its own addresses, in the network namespace of the calling thread. */
public final class LinuxNeighbours {

    private LinuxNeighbours() {}

    /**
     * Tells the LAN that this machine has an address that is bound here for good. Whoever has asked for it in vain asks again
     * only once a second ({@code retrans_time_ms} of the kernel's neighbour table), and what it has to say waits until then.
     * An address that no interface has, or one without neighbours to resolve, is announced to nobody.
     *
     * @throws FloatingIpException if the announcement cannot be sent
     */
    public static void introduce(InetAddress own) throws FloatingIpException {
        try (RouteSocket route = RouteSocket.open()) {
            Optional<LinkMessage> link = linkOf(own, route);
            if (link.isPresent()
                    && link.get().resolvesNeighbours()
                    && link.get().mac().isPresent()) {
                announce(own, link.get(), link.get().mac().get());
            }
        } catch (SystemCallException e) {
            throw new FloatingIpException(
                    "announce %s failed: %s".formatted(own.getHostAddress(), e.getMessage()), e.errno());
        }
    }

    /** The interface that has an address of this machine. */
    private static Optional<LinkMessage> linkOf(InetAddress own, RouteSocket route) throws SystemCallException {
        Optional<Integer> index = route.addresses(Rtnetlink.AF_UNSPEC, 0).stream()
                .filter(present -> present.address().equals(own))
                .map(AddressMessage::interfaceIndex)
                .findFirst();
        return index.isEmpty()
                ? Optional.empty()
                : route.links().stream()
                        .filter(link -> link.index() == index.get())
                        .findFirst();
    }

    private static void announce(InetAddress own, LinkMessage link, MacAddress mac) throws SystemCallException {
        FloatingAddress address = new FloatingAddress(link.name(), new IpPrefix(own, own.getAddress().length * 8));
        PacketSocket packets = PacketSocket.forSending();
        try {
            for (Announcement frame : Announcement.of(address, mac)) {
                packets.send(link.index(), frame.etherType(), frame.bytes());
            }
        } finally {
            packets.closeBehind();
        }
    }
}
