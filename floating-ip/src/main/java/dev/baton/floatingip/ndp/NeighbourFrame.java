package dev.baton.floatingip.ndp;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.MacAddress;
import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An Ethernet frame with a neighbour solicitation or advertisement (RFC 4861 sections 4.3 and 4.4).
 *
 * @param destinationMac Ethernet destination
 * @param sourceMac Ethernet source
 * @param source IPv6 source; {@code ::} in a probe
 * @param destination IPv6 destination
 * @param type {@link #SOLICITATION} or {@link #ADVERTISEMENT}
 * @param flags R, S and O in the upper three bits of 32; 0 in solicitations
 * @param target the address it is about
 * @param linkAddress the link-layer address option, if there is one
 */
public record NeighbourFrame(
        MacAddress destinationMac,
        MacAddress sourceMac,
        Inet6Address source,
        Inet6Address destination,
        int type,
        int flags,
        Inet6Address target,
        Optional<MacAddress> linkAddress) {

    public static final int ETHERTYPE = 0x86dd;
    public static final int SOLICITATION = 135;
    public static final int ADVERTISEMENT = 136;
    public static final int FLAG_SOLICITED = 0x4000_0000;
    public static final int FLAG_OVERRIDE = 0x2000_0000;

    private static final Inet6Address ALL_NODES =
            ipv6(new byte[] {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    private static final Inet6Address UNSPECIFIED = ipv6(new byte[16]);

    private static final int ETHERNET = 14;
    private static final int IPV6 = 40;
    private static final int BODY = 24;
    private static final int OPTION = 8;
    private static final int ICMPV6 = 58;
    /** Receivers drop anything less: it proves that no router forwarded the packet (RFC 4861 section 7.1). */
    private static final int HOP_LIMIT = 255;

    private static final int SOURCE_LINK_ADDRESS = 1;
    private static final int TARGET_LINK_ADDRESS = 2;

    public NeighbourFrame {
        requireNonNull(destinationMac, "destinationMac is null");
        requireNonNull(sourceMac, "sourceMac is null");
        requireNonNull(source, "source is null");
        requireNonNull(destination, "destination is null");
        requireNonNull(target, "target is null");
        requireNonNull(linkAddress, "linkAddress is null");
    }

    /** Unsolicited, to all nodes, with the override flag, so that caches take the new owner (RFC 4861 section 7.2.6). */
    public static NeighbourFrame unsolicited(MacAddress owner, Inet6Address address) {
        return new NeighbourFrame(
                multicastMac(ALL_NODES),
                owner,
                address,
                ALL_NODES,
                ADVERTISEMENT,
                FLAG_OVERRIDE,
                address,
                Optional.of(owner));
    }

    /** Asks who has the address without claiming one, as duplicate address detection does (RFC 4862 section 5.4.2). */
    public static NeighbourFrame probe(MacAddress asker, Inet6Address address) {
        Inet6Address group = solicitedNode(address);
        return new NeighbourFrame(
                multicastMac(group), asker, UNSPECIFIED, group, SOLICITATION, 0, address, Optional.empty());
    }

    public byte[] encode() {
        int icmp = BODY + (linkAddress.isPresent() ? OPTION : 0);
        ByteBuffer out = ByteBuffer.allocate(ETHERNET + IPV6 + icmp);
        out.put(destinationMac.toBytes()).put(sourceMac.toBytes()).putShort((short) ETHERTYPE);
        out.putInt(0x6000_0000).putShort((short) icmp).put((byte) ICMPV6).put((byte) HOP_LIMIT);
        out.put(source.getAddress()).put(destination.getAddress());
        out.put((byte) type).put((byte) 0).putShort((short) 0).putInt(flags).put(target.getAddress());
        if (linkAddress.isPresent()) {
            int option = type == SOLICITATION ? SOURCE_LINK_ADDRESS : TARGET_LINK_ADDRESS;
            out.put((byte) option).put((byte) 1).put(linkAddress.get().toBytes());
        }
        out.putShort(ETHERNET + IPV6 + 2, (short) Checksum.icmpv6(out, ETHERNET, icmp));
        return out.array();
    }

    /** Nothing if the frame is no valid solicitation or advertisement (RFC 4861 section 7.1), checksum included. */
    public static Optional<NeighbourFrame> decode(ByteBuffer frame) {
        ByteBuffer in = frame.slice();
        if (in.remaining() < ETHERNET + IPV6 + BODY || Short.toUnsignedInt(in.getShort(12)) != ETHERTYPE) {
            return Optional.empty();
        }
        int icmp = Short.toUnsignedInt(in.getShort(ETHERNET + 4));
        int type = Byte.toUnsignedInt(in.get(ETHERNET + IPV6));
        boolean neighbour = in.get(ETHERNET + 6) == ICMPV6
                && Byte.toUnsignedInt(in.get(ETHERNET + 7)) == HOP_LIMIT
                && (type == SOLICITATION || type == ADVERTISEMENT)
                && icmp >= BODY
                && icmp <= in.remaining() - ETHERNET - IPV6;
        if (!neighbour || Checksum.icmpv6(in, ETHERNET, icmp) != 0) {
            return Optional.empty();
        }
        int body = ETHERNET + IPV6;
        return Optional.of(new NeighbourFrame(
                mac(in, 0),
                mac(in, MacAddress.LENGTH),
                address(in, ETHERNET + 8),
                address(in, ETHERNET + 24),
                type,
                in.getInt(body + 4),
                address(in, body + 8),
                linkAddress(in, body + BODY, body + icmp)));
    }

    private static Optional<MacAddress> linkAddress(ByteBuffer in, int start, int end) {
        int at = start;
        while (at + OPTION <= end) {
            int option = in.get(at);
            int length = Byte.toUnsignedInt(in.get(at + 1)) * 8;
            if (length == 0) {
                return Optional.empty();
            }
            if (option == SOURCE_LINK_ADDRESS || option == TARGET_LINK_ADDRESS) {
                return Optional.of(mac(in, at + 2));
            }
            at += length;
        }
        return Optional.empty();
    }

    /** {@code ff02::1:ffXX:XXXX} (RFC 4291 section 2.7.1). */
    private static Inet6Address solicitedNode(Inet6Address address) {
        byte[] raw = address.getAddress();
        return ipv6(new byte[] {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0xff, raw[13], raw[14], raw[15]});
    }

    /** {@code 33:33} and the last four bytes (RFC 2464 section 7). */
    private static MacAddress multicastMac(Inet6Address group) {
        byte[] raw = group.getAddress();
        return MacAddress.of(new byte[] {0x33, 0x33, raw[12], raw[13], raw[14], raw[15]});
    }

    private static MacAddress mac(ByteBuffer in, int at) {
        byte[] bytes = new byte[MacAddress.LENGTH];
        in.get(at, bytes);
        return MacAddress.of(bytes);
    }

    private static Inet6Address address(ByteBuffer in, int at) {
        byte[] bytes = new byte[16];
        in.get(at, bytes);
        return ipv6(bytes);
    }

    private static Inet6Address ipv6(byte[] raw) {
        try {
            // Not InetAddress.getByAddress: it would turn ::ffff:a.b.c.d into an IPv4 address.
            return Inet6Address.getByAddress(null, raw, -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are always an address", e);
        }
    }
}
