package dev.baton.floatingip.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The requests this module makes, ready but for the sequence number that the socket gives them. */
public final class Requests {

    private Requests() {}

    /** One interface by name; the kernel answers ENODEV if there is none. */
    public static NetlinkMessage linkByName(String name) {
        ByteBuffer out = linkHeader();
        Attributes.putText(out, Rtnetlink.IFLA_IFNAME, name);
        return request(Rtnetlink.RTM_GETLINK, 0, out);
    }

    public static NetlinkMessage allLinks() {
        return request(Rtnetlink.RTM_GETLINK, Rtnetlink.NLM_F_DUMP, linkHeader());
    }

    /**
     * The addresses of one family on one interface; needs NETLINK_GET_STRICT_CHK, or the kernel ignores the filter.
     *
     * @param family AF_INET, AF_INET6 or AF_UNSPEC for both
     * @param interfaceIndex 0 for every interface
     */
    public static NetlinkMessage addresses(int family, int interfaceIndex) {
        ByteBuffer out = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        out.put((byte) family).put(new byte[3]).putInt(interfaceIndex);
        return request(Rtnetlink.RTM_GETADDR, Rtnetlink.NLM_F_DUMP, out);
    }

    /** Adds an address; EEXIST if it is there. */
    public static NetlinkMessage add(AddressMessage address) {
        return change(Rtnetlink.RTM_NEWADDR, Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL, address);
    }

    /** Sets the lifetime of an address, but adds it where it is missing: the kernel heeds no missing NLM_F_CREATE. */
    public static NetlinkMessage replace(AddressMessage address) {
        return change(Rtnetlink.RTM_NEWADDR, Rtnetlink.NLM_F_REPLACE, address);
    }

    public static NetlinkMessage delete(AddressMessage address) {
        return change(Rtnetlink.RTM_DELADDR, 0, address);
    }

    private static NetlinkMessage change(int type, int flags, AddressMessage address) {
        return new NetlinkMessage(type, Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_ACK | flags, 0, 0, address.encode());
    }

    private static ByteBuffer linkHeader() {
        ByteBuffer out = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder()).position(16);
        Attributes.putU32(out, Rtnetlink.IFLA_EXT_MASK, Rtnetlink.RTEXT_FILTER_SKIP_STATS);
        return out;
    }

    private static NetlinkMessage request(int type, int flags, ByteBuffer out) {
        byte[] payload = new byte[out.position()];
        out.flip().get(payload);
        return new NetlinkMessage(type, Rtnetlink.NLM_F_REQUEST | flags, 0, 0, payload);
    }
}
