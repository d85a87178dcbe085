package dev.baton.floatingip.netlink;

import static dev.baton.floatingip.netlink.Rtnetlink.AF_INET;
import static dev.baton.floatingip.netlink.Rtnetlink.AF_INET6;
import static java.util.Objects.requireNonNull;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What RTM_NEWADDR and RTM_DELADDR carry: {@code struct ifaddrmsg} and its attributes.
 *
 * @param interfaceIndex of the interface that has it
 * @param address the address itself (IFA_LOCAL; IFA_ADDRESS where the kernel sends no IFA_LOCAL, as for IPv6)
 * @param prefixLength in bits
 * @param flags IFA_F_ bits, all 32 of them
 * @param scope RT_SCOPE_
 * @param protocol IFA_PROTO: who made the address; 0 if unknown
 * @param metric IFA_RT_PRIORITY: of the prefix route, or just a number where the address has none; 0 if not told
 * @param label IFA_LABEL, IPv4 only; empty if none
 * @param cacheInfo lifetimes; absent in deletions asked for
 */
public record AddressMessage(
        int interfaceIndex,
        InetAddress address,
        int prefixLength,
        int flags,
        int scope,
        int protocol,
        int metric,
        String label,
        Optional<CacheInfo> cacheInfo) {

    private static final int HEADER = 8;

    public AddressMessage {
        requireNonNull(address, "address is null");
        requireNonNull(label, "label is null");
        requireNonNull(cacheInfo, "cacheInfo is null");
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * @return the address, or nothing if the message is about a family other than IPv4 and IPv6
     */
    public static Optional<AddressMessage> decode(byte[] payload) {
        if (payload.length < HEADER) {
            throw new MalformedMessageException("address message of " + payload.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
        int family = in.get();
        int prefixLength = Byte.toUnsignedInt(in.get());
        int flags = Byte.toUnsignedInt(in.get());
        int scope = Byte.toUnsignedInt(in.get());
        int index = in.getInt();
        Attributes attributes = Attributes.parse(in);
        byte[] local = attributes.bytes(Rtnetlink.IFA_LOCAL);
        byte[] raw = local != null ? local : attributes.bytes(Rtnetlink.IFA_ADDRESS);
        if ((family != AF_INET && family != AF_INET6) || raw == null) {
            return Optional.empty();
        }
        return Optional.of(new AddressMessage(
                index,
                inetAddress(family, raw),
                prefixLength,
                attributes.u32(Rtnetlink.IFA_FLAGS, flags),
                scope,
                attributes.u8(Rtnetlink.IFA_PROTO, 0),
                attributes.u32(Rtnetlink.IFA_RT_PRIORITY, 0),
                attributes.text(Rtnetlink.IFA_LABEL),
                Optional.ofNullable(cacheInfo(attributes.bytes(Rtnetlink.IFA_CACHEINFO)))));
    }

    /** The payload of a request to add or delete this address. */
    public byte[] encode() {
        byte[] raw = address.getAddress();
        ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
        out.put((byte) (raw.length == 4 ? AF_INET : AF_INET6));
        out.put((byte) prefixLength).put((byte) 0).put((byte) scope).putInt(interfaceIndex);
        Attributes.put(out, Rtnetlink.IFA_LOCAL, raw);
        Attributes.putU32(out, Rtnetlink.IFA_FLAGS, flags);
        Attributes.put(out, Rtnetlink.IFA_ADDRESS, raw);
        if (!label.isEmpty()) {
            Attributes.putText(out, Rtnetlink.IFA_LABEL, label);
        }
        cacheInfo.ifPresent(info -> Attributes.put(out, Rtnetlink.IFA_CACHEINFO, encode(info)));
        if (metric != 0) {
            Attributes.putU32(out, Rtnetlink.IFA_RT_PRIORITY, metric);
        }
        if (protocol != 0) {
            Attributes.put(out, Rtnetlink.IFA_PROTO, new byte[] {(byte) protocol});
        }
        byte[] payload = new byte[out.position()];
        out.flip().get(payload);
        return payload;
    }

    private static InetAddress inetAddress(int family, byte[] raw) {
        if (raw.length != (family == AF_INET ? 4 : 16)) {
            throw new MalformedMessageException("address of family " + family + " with " + raw.length + " bytes");
        }
        try {
            // Not getByAddress of InetAddress: it would turn ::ffff:a.b.c.d into an IPv4 address.
            return family == AF_INET ? InetAddress.getByAddress(raw) : Inet6Address.getByAddress(null, raw, -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are always an address", e);
        }
    }

    private static @Nullable CacheInfo cacheInfo(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        ByteBuffer in = Attributes.sized(Rtnetlink.IFA_CACHEINFO, value, 16);
        return new CacheInfo(u32(in), u32(in), u32(in), u32(in));
    }

    private static byte[] encode(CacheInfo info) {
        ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        out.putInt((int) info.preferred()).putInt((int) info.valid());
        return out.putInt((int) info.created()).putInt((int) info.updated()).array();
    }

    private static long u32(ByteBuffer in) {
        return Integer.toUnsignedLong(in.getInt());
    }
}
