package dev.baton.lb.proxy.origin;

/**
 * The header with which a connection begins, in either version; the source is "The PROXY protocol, versions 1 &amp; 2",
 * section 2. Stricter than most: what is not written as the specification writes it is refused, because a header that
 * two programs read differently is a forged address at one of them.
 */
public final class ProxyHeader {

    /** Enough for every header of version 1, and for the TLVs that people use in version 2. */
    public static final int MAX_BYTES = 4096;

    private ProxyHeader() {}

    /** The versions that can be sent. */
    public enum Version {
        V1,
        V2
    }

    /**
     * Looks at what has come so far. Never throws, whatever the bytes are.
     *
     * @param bytes from the first one of the connection on
     * @param length how many of them are there
     */
    public static Reading read(byte[] bytes, int length) {
        if (length == 0) {
            return new Reading.Incomplete(1);
        }
        return bytes[0] == BinaryHeader.SIGNATURE[0]
                ? BinaryHeader.read(bytes, length)
                : TextHeader.read(bytes, length);
    }

    /** A header that tells of a client. */
    public static byte[] write(Version version, Origin origin) {
        return switch (version) {
            case V1 -> TextHeader.write(origin);
            case V2 -> BinaryHeader.write(origin, new byte[0]);
        };
    }

    /**
     * A header of version 2 that tells of a client and more.
     *
     * @param tlvs what it tells beside the addresses, as {@link SecurityTlvs} writes it
     */
    public static byte[] write(Origin origin, byte[] tlvs) {
        return BinaryHeader.write(origin, tlvs);
    }

    /** A header for a connection of this node's own, as a health check. */
    public static byte[] writeOwn(Version version) {
        return switch (version) {
            case V1 -> TextHeader.writeOwn();
            case V2 -> BinaryHeader.writeOwn();
        };
    }
}
