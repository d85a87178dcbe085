package dev.baton.floatingip.ndp;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071) with the IPv6 pseudo-header (RFC 8200 section 8.1). */
final class Checksum {

    private static final int ADDRESSES = 8;
    private static final int HEADER = 40;
    private static final int ICMPV6 = 58;

    private Checksum() {}

    /**
     * @param ip where the IPv6 header begins; no extension headers
     * @param length of the ICMPv6 message in bytes
     * @return what belongs into a zero checksum field; 0 over a message whose field is right
     */
    static int icmpv6(ByteBuffer packet, int ip, int length) {
        long sum = (long) length + ICMPV6;
        for (int at = ip + ADDRESSES; at + 1 < ip + HEADER + length; at += 2) {
            sum += Short.toUnsignedInt(packet.getShort(at));
        }
        if (length % 2 != 0) {
            sum += Byte.toUnsignedInt(packet.get(ip + HEADER + length - 1)) << 8;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) (~sum & 0xffff);
    }
}
