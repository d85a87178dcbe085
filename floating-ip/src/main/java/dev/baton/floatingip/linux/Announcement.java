package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.arp.ArpFrame;
import dev.baton.floatingip.ndp.NeighbourFrame;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.List;

/**
 * A frame that tells the LAN who has an address.
 *
 * @param bytes from the Ethernet header on
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a socket, never compared
record Announcement(int etherType, byte[] bytes) {

    static List<Announcement> of(FloatingAddress address, MacAddress owner) {
        return switch (address.prefix().address()) {
            case Inet4Address ip ->
                List.of(
                        new Announcement(
                                ArpFrame.ETHERTYPE,
                                ArpFrame.gratuitousRequest(owner, ip).encode()),
                        new Announcement(
                                ArpFrame.ETHERTYPE,
                                ArpFrame.gratuitousReply(owner, ip).encode()));
            case Inet6Address ip ->
                List.of(new Announcement(
                        NeighbourFrame.ETHERTYPE,
                        NeighbourFrame.unsolicited(owner, ip).encode()));
            default -> throw new IllegalStateException("neither IPv4 nor IPv6: " + address);
        };
    }
}
