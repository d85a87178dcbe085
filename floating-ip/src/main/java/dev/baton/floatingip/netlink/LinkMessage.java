package dev.baton.floatingip.netlink;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What RTM_NEWLINK and RTM_DELLINK carry: {@code struct ifinfomsg} and its attributes.
 *
 * @param family AF_UNSPEC for the interface itself; anything else is a part of it, such as its place in a bridge
 * @param index of the interface; a recreated interface of the same name has another
 * @param hardwareType ARPHRD_
 * @param flags IFF_ bits
 * @param name as {@code ip link} shows it
 * @param mac its Ethernet address; empty where it has none of six bytes
 * @param operState IF_OPER_ (RFC 2863), 6 is up; 0 if not told
 * @param carrier 1 with a carrier, 0 without, -1 if not told
 */
public record LinkMessage(
        int family,
        int index,
        int hardwareType,
        int flags,
        String name,
        Optional<MacAddress> mac,
        int operState,
        int carrier) {

    private static final int HEADER = 16;

    public LinkMessage {
        requireNonNull(name, "name is null");
        requireNonNull(mac, "mac is null");
    }

    public static LinkMessage decode(byte[] payload) {
        if (payload.length < HEADER) {
            throw new MalformedMessageException("link message of " + payload.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
        int hardwareType = Short.toUnsignedInt(in.getShort(2));
        int index = in.getInt(4);
        int flags = in.getInt(8);
        Attributes attributes = Attributes.parse(in.position(HEADER));
        byte[] mac = attributes.bytes(Rtnetlink.IFLA_ADDRESS);
        return new LinkMessage(
                payload[0],
                index,
                hardwareType,
                flags,
                attributes.text(Rtnetlink.IFLA_IFNAME),
                mac != null && mac.length == MacAddress.LENGTH ? Optional.of(MacAddress.of(mac)) : Optional.empty(),
                attributes.u8(Rtnetlink.IFLA_OPERSTATE, 0),
                attributes.u8(Rtnetlink.IFLA_CARRIER, -1));
    }

    /** Whether it is administratively up and its lower layer is too. */
    public boolean usable() {
        return (flags & Rtnetlink.IFF_UP) != 0 && (flags & Rtnetlink.IFF_LOWER_UP) != 0;
    }

    /** Whether neighbours find each other by ARP or ND on it, so that an announcement means something. */
    public boolean resolvesNeighbours() {
        return hardwareType == Rtnetlink.ARPHRD_ETHER && (flags & (Rtnetlink.IFF_LOOPBACK | Rtnetlink.IFF_NOARP)) == 0;
    }
}
