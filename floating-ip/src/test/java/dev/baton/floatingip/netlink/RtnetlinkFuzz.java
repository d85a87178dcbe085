package dev.baton.floatingip.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What Jazzer calls with bytes of its choice: a datagram is read or refused, and an address survives writing. */
public final class RtnetlinkFuzz {

    private RtnetlinkFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            NetlinkMessage.parse(ByteBuffer.wrap(data)).forEach(RtnetlinkFuzz::read);
        } catch (MalformedMessageException _) {
            // Refused, as it may be.
        }
    }

    private static void read(NetlinkMessage message) {
        switch (message.type()) {
            case Rtnetlink.NLMSG_ERROR -> ErrorMessage.decode(message);
            case Rtnetlink.RTM_NEWLINK, Rtnetlink.RTM_DELLINK -> LinkMessage.decode(message.payload());
            default -> AddressMessage.decode(message.payload()).ifPresent(RtnetlinkFuzz::survives);
        }
    }

    private static void survives(AddressMessage address) {
        // The kernel's labels have 15 bytes; requests with longer ones are never written.
        boolean writable = address.label().length() < 16;
        if (writable && !AddressMessage.decode(address.encode()).equals(Optional.of(address))) {
            throw new AssertionError("changed by writing: " + address);
        }
    }
}
