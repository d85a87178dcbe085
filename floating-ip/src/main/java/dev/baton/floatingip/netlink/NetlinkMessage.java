package dev.baton.floatingip.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One message: {@code struct nlmsghdr} and what follows it.
 *
 * @param type one of the RTM_ or NLMSG_ numbers
 * @param flags NLM_F_ bits
 * @param sequence chosen by the asker, echoed by the kernel
 * @param port the netlink address of the asker; 0 in requests
 * @param payload the bytes after the header, without padding; not copied, so not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between socket and codec, never compared
public record NetlinkMessage(int type, int flags, int sequence, int port, byte[] payload) {

    static final int HEADER = 16;

    /** The messages of one datagram, in order. */
    public static List<NetlinkMessage> parse(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice().order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        while (in.remaining() >= HEADER) {
            int start = in.position();
            int length = in.getInt();
            if (length < HEADER || length > in.limit() - start) {
                throw new MalformedMessageException(
                        "netlink message of length " + length + " with " + (in.limit() - start) + " bytes left");
            }
            int type = Short.toUnsignedInt(in.getShort());
            int flags = Short.toUnsignedInt(in.getShort());
            int sequence = in.getInt();
            int port = in.getInt();
            byte[] payload = new byte[length - HEADER];
            in.get(payload);
            messages.add(new NetlinkMessage(type, flags, sequence, port, payload));
            in.position(Math.min(in.limit(), start + Attributes.align(length)));
        }
        return messages;
    }

    public byte[] encode() {
        int length = HEADER + payload.length;
        ByteBuffer out = ByteBuffer.allocate(Attributes.align(length)).order(ByteOrder.nativeOrder());
        out.putInt(length).putShort((short) type).putShort((short) flags);
        out.putInt(sequence).putInt(port).put(payload);
        return out.array();
    }
}
