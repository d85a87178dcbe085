package dev.baton.floatingip.linux;

import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.arp.ArpFrame;
import dev.baton.floatingip.ndp.NeighbourFrame;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a frame asks of an address without claiming one: whether it is free (RFC 5227 section 2.1.1, RFC 4862 section
 * 5.4.2).
 */
record Question(InetAddress address, MacAddress asker) {

    /** Nothing for frames that ask nothing, or ask in the name of an address. */
    static Optional<Question> in(ByteBuffer frame, boolean ipv6) {
        return ipv6 ? ofNeighbourDiscovery(frame) : ofArp(frame);
    }

    private static Optional<Question> ofArp(ByteBuffer frame) {
        return ArpFrame.decode(frame)
                .filter(arp ->
                        arp.operation() == ArpFrame.REQUEST && arp.sender().isAnyLocalAddress())
                .map(arp -> new Question(arp.target(), arp.senderMac()));
    }

    private static Optional<Question> ofNeighbourDiscovery(ByteBuffer frame) {
        return NeighbourFrame.decode(frame)
                .filter(neighbour -> neighbour.type() == NeighbourFrame.SOLICITATION
                        && neighbour.source().isAnyLocalAddress())
                .map(neighbour -> new Question(neighbour.target(), neighbour.sourceMac()));
    }
}
