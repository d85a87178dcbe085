package dev.baton.lb.proxy.origin;

import dev.baton.lb.proxy.origin.Reading.Incomplete;
import dev.baton.lb.proxy.origin.Reading.Known;
import dev.baton.lb.proxy.origin.Reading.Malformed;
import dev.baton.lb.proxy.origin.Reading.Own;
import java.nio.ByteBuffer;

/** Version 2 (section 2.2): a signature, a command, a family, a length, two addresses, and then TLVs. */
final class BinaryHeader {

    static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    private static final int FIXED = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private BinaryHeader() {}

    static Reading read(byte[] bytes, int length) {
        for (int i = 0; i < Math.min(SIGNATURE.length, length); i++) {
            if (bytes[i] != SIGNATURE[i]) {
                return new Malformed("no PROXY header");
            }
        }
        if (length < FIXED) {
            return new Incomplete(FIXED);
        }
        int whole = FIXED + number(bytes, 14);
        if (whole > ProxyHeader.MAX_BYTES) {
            return new Malformed("a PROXY header of " + whole + " bytes");
        }
        return switch (bytes[12]) {
            // The whole block is to be ignored (section 2.2), so there is nothing in it to be wrong.
            case LOCAL -> length < whole ? new Incomplete(whole) : new Own(whole);
            case PROXY -> length < whole ? new Incomplete(whole) : proxied(bytes, whole);
            default -> new Malformed("a PROXY header of version and command " + (bytes[12] & 0xff));
        };
    }

    /** The addresses of datagrams (the low half 2) are not those of what comes over a connection. */
    private static Reading proxied(byte[] bytes, int whole) {
        return switch (bytes[13]) {
            case 0x00 -> own(bytes, whole, 0);
            case TCP4 -> internet(bytes, whole, 4);
            case TCP6 -> internet(bytes, whole, 16);
            case 0x12 -> own(bytes, whole, 12);
            case 0x22 -> own(bytes, whole, 36);
            case 0x31, 0x32 -> own(bytes, whole, 216);
            default -> new Malformed("a PROXY header of family " + (bytes[13] & 0xff));
        };
    }

    /** Of a family that is none of TCP. What follows unspecified addresses is to be ignored. */
    private static Reading own(byte[] bytes, int whole, int addresses) {
        if (whole < FIXED + addresses) {
            return tooShort();
        }
        String wrong = addresses == 0 ? "" : Tlvs.problem(bytes, FIXED + addresses, whole);
        return wrong.isEmpty() ? new Own(whole) : new Malformed(wrong);
    }

    private static Reading internet(byte[] bytes, int whole, int width) {
        int ports = FIXED + 2 * width;
        if (whole < ports + 4) {
            return tooShort();
        }
        String wrong = Tlvs.problem(bytes, ports + 4, whole);
        if (!wrong.isEmpty()) {
            return new Malformed(wrong);
        }
        return new Known(
                new Origin(
                        Octets.address(bytes, FIXED, width, number(bytes, ports)),
                        Octets.address(bytes, FIXED + width, width, number(bytes, ports + 2))),
                whole);
    }

    private static Reading tooShort() {
        return new Malformed("a PROXY header that is too short for its addresses");
    }

    private static int number(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** @param tlvs what follows the addresses */
    static byte[] write(Origin origin, byte[] tlvs) {
        boolean v4 = Octets.isV4(origin);
        byte[] source = Octets.of(origin.source(), v4);
        byte[] destination = Octets.of(origin.destination(), v4);
        int block = 2 * source.length + 4 + tlvs.length;
        return ByteBuffer.allocate(FIXED + block)
                .put(SIGNATURE)
                .put((byte) PROXY)
                .put((byte) (v4 ? TCP4 : TCP6))
                .putShort((short) block)
                .put(source)
                .put(destination)
                .putShort((short) origin.source().getPort())
                .putShort((short) origin.destination().getPort())
                .put(tlvs)
                .array();
    }

    static byte[] writeOwn() {
        return ByteBuffer.allocate(FIXED)
                .put(SIGNATURE)
                .put((byte) LOCAL)
                .put((byte) 0)
                .putShort((short) 0)
                .array();
    }
}
