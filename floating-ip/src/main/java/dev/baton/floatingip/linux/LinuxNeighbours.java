package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.netlink.LinkMessage;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
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
        Optional<String> interfaceName = interfaceOf(own);
        if (interfaceName.isEmpty()) {
            return;
        }
        FloatingAddress address =
                new FloatingAddress(interfaceName.get(), new IpPrefix(own, own.getAddress().length * 8));
        try (RouteSocket route = RouteSocket.open()) {
            Optional<LinkMessage> link = route.link(interfaceName.get());
            if (link.isPresent()
                    && link.get().resolvesNeighbours()
                    && link.get().mac().isPresent()) {
                announce(link.get(), address);
            }
        } catch (SystemCallException e) {
            throw Failures.of("announce", address, e);
        }
    }

    private static void announce(LinkMessage link, FloatingAddress address) throws SystemCallException {
        PacketSocket packets = PacketSocket.forSending();
        try {
            for (Announcement frame : Announcement.of(address, link.mac().orElseThrow())) {
                packets.send(link.index(), frame.etherType(), frame.bytes());
            }
        } finally {
            packets.closeBehind();
        }
    }

    private static Optional<String> interfaceOf(InetAddress own) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(own)).map(NetworkInterface::getName);
        } catch (SocketException _) {
            return Optional.empty(); // No interface has an address: it is being taken down.
        }
    }
}
