package dev.baton.floatingip.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The kernel's verdict on a request ({@code struct nlmsgerr}).
 *
 * @param errno positive error number, or 0 for success
 * @param text the kernel's own words (NETLINK_EXT_ACK); empty if it said none
 */
public record ErrorMessage(int errno, String text) {

    public static ErrorMessage decode(NetlinkMessage message) {
        byte[] payload = message.payload();
        if (payload.length < 4) {
            throw new MalformedMessageException("error message of " + payload.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
        int errno = -in.getInt();
        return new ErrorMessage(errno, text(message.flags(), in));
    }

    private static String text(int flags, ByteBuffer in) {
        if ((flags & Rtnetlink.NLM_F_ACK_TLVS) == 0 || in.remaining() < NetlinkMessage.HEADER) {
            return "";
        }
        boolean capped = (flags & Rtnetlink.NLM_F_CAPPED) != 0;
        int echoed = capped ? NetlinkMessage.HEADER : in.getInt(in.position());
        if (echoed < NetlinkMessage.HEADER || echoed > in.remaining()) {
            throw new MalformedMessageException("error message echoes " + echoed + " bytes");
        }
        in.position(Math.min(in.limit(), in.position() + Attributes.align(echoed)));
        return Attributes.parse(in).text(Rtnetlink.NLMSGERR_ATTR_MSG);
    }
}
