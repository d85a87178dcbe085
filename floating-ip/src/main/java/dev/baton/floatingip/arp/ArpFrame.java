package dev.baton.floatingip.arp;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An Ethernet frame with an ARP packet for IPv4 (RFC 826).
 *
 * @param destination the Ethernet destination; the Ethernet source is always the sender
 * @param operation {@link #REQUEST} or {@link #REPLY}
 * @param senderMac ar$sha
 * @param sender ar$spa
 * @param targetMac ar$tha
 * @param target ar$tpa
 */
public record ArpFrame(
        MacAddress destination,
        int operation,
        MacAddress senderMac,
        Inet4Address sender,
        MacAddress targetMac,
        Inet4Address target) {

    public static final int ETHERTYPE = 0x0806;
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final int LENGTH = 42;
    private static final int HARDWARE_ETHERNET = 1;
    private static final int PROTOCOL_IPV4 = 0x0800;

    public ArpFrame {
        requireNonNull(destination, "destination is null");
        requireNonNull(senderMac, "senderMac is null");
        requireNonNull(sender, "sender is null");
        requireNonNull(targetMac, "targetMac is null");
        requireNonNull(target, "target is null");
    }

    /** An announcement as RFC 5227 section 3 wants it: a broadcast request for one's own address. */
    public static ArpFrame gratuitousRequest(MacAddress owner, Inet4Address address) {
        return new ArpFrame(MacAddress.BROADCAST, REQUEST, owner, address, MacAddress.ZERO, address);
    }

    /**
     * The same as a reply, for receivers that heed only those. The target hardware address equals the sender's:
     * Linux's {@code arp_is_garp} takes no other reply for gratuitous, and only a gratuitous one overrides an entry
     * that is younger than {@code locktime}.
     */
    public static ArpFrame gratuitousReply(MacAddress owner, Inet4Address address) {
        return new ArpFrame(MacAddress.BROADCAST, REPLY, owner, address, owner, address);
    }

    /** Asks who has the address without claiming one: sender 0.0.0.0 (RFC 5227 section 2.1.1). */
    public static ArpFrame probe(MacAddress asker, Inet4Address address) {
        return new ArpFrame(MacAddress.BROADCAST, REQUEST, asker, ipv4(new byte[4]), MacAddress.ZERO, address);
    }

    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        out.put(destination.toBytes()).put(senderMac.toBytes()).putShort((short) ETHERTYPE);
        out.putShort((short) HARDWARE_ETHERNET).putShort((short) PROTOCOL_IPV4);
        out.put((byte) MacAddress.LENGTH).put((byte) 4).putShort((short) operation);
        out.put(senderMac.toBytes()).put(sender.getAddress());
        out.put(targetMac.toBytes()).put(target.getAddress());
        return out.array();
    }

    /** Nothing if the frame is not ARP for IPv4 over Ethernet; padding after the packet is fine. */
    public static Optional<ArpFrame> decode(ByteBuffer frame) {
        ByteBuffer in = frame.slice();
        if (in.remaining() < LENGTH) {
            return Optional.empty();
        }
        MacAddress destination = mac(in);
        in.position(12);
        boolean arp = Short.toUnsignedInt(in.getShort()) == ETHERTYPE
                && in.getShort() == HARDWARE_ETHERNET
                && in.getShort() == PROTOCOL_IPV4
                && in.get() == MacAddress.LENGTH
                && in.get() == 4;
        if (!arp) {
            return Optional.empty();
        }
        int operation = Short.toUnsignedInt(in.getShort());
        return Optional.of(new ArpFrame(destination, operation, mac(in), address(in), mac(in), address(in)));
    }

    private static MacAddress mac(ByteBuffer in) {
        byte[] bytes = new byte[MacAddress.LENGTH];
        in.get(bytes);
        return MacAddress.of(bytes);
    }

    private static Inet4Address address(ByteBuffer in) {
        byte[] bytes = new byte[4];
        in.get(bytes);
        return ipv4(bytes);
    }

    private static Inet4Address ipv4(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }
}
