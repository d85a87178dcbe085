package dev.baton.floatingip.linux;

import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.arp.ArpFrame;
import dev.baton.floatingip.ndp.NeighbourFrame;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a frame says about the owner of an address.
 *
 * @param mac who claims it
 */
record Claim(InetAddress address, MacAddress mac) {

    /** Nothing for frames that claim no address, such as probes. */
    static Optional<Claim> in(ByteBuffer frame, boolean ipv6) {
        return ipv6 ? ofNeighbourDiscovery(frame) : ofArp(frame);
    }

    private static Optional<Claim> ofArp(ByteBuffer frame) {
        return ArpFrame.decode(frame)
                .filter(arp -> !arp.sender().isAnyLocalAddress())
                .map(arp -> new Claim(arp.sender(), arp.senderMac()));
    }

    private static Optional<Claim> ofNeighbourDiscovery(ByteBuffer frame) {
        return NeighbourFrame.decode(frame)
                .filter(neighbour -> neighbour.type() == NeighbourFrame.ADVERTISEMENT)
                .map(neighbour ->
                        new Claim(neighbour.target(), neighbour.linkAddress().orElse(neighbour.sourceMac())));
    }
}
