package dev.baton.floatingip;

import static java.util.Objects.requireNonNull;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An IP address with a prefix length, for example {@code 10.9.0.100/24} or {@code fd00:9::100/64}.
 *
 * @param address the address itself, host bits included
 * @param length bits of the network part, 0 to 32 for IPv4 and 0 to 128 for IPv6
 */
public record IpPrefix(InetAddress address, int length) {

    public IpPrefix {
        requireNonNull(address, "address is null");
        int bits = address.getAddress().length * 8;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException(
                    "prefix length " + length + " of " + IpText.of(address) + " is not in 0.." + bits);
        }
    }

    /**
     * Reads {@code ADDRESS/LENGTH}; without a length the address stands for itself (/32 or /128). Never asks a
     * name server.
     *
     * @throws IllegalArgumentException if the text is not a literal address with a fitting length
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = parseAddress(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new IpPrefix(address, address.getAddress().length * 8);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("\"" + text + "\": prefix length \"" + length + "\" is not a number");
        }
        return new IpPrefix(address, Integer.parseInt(length));
    }

    private static InetAddress parseAddress(String text) {
        boolean literal = text.indexOf(':') >= 0
                ? text.matches("[0-9a-fA-F:.]+")
                : text.matches("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
        if (literal) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException _) {
                // Falls through to the one message that names the text.
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not an IP address");
    }

    public boolean isIpv6() {
        return address instanceof Inet6Address;
    }

    /** Whether the other address lies in the network of this prefix. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >>> (bit % 8);
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return IpText.of(address) + "/" + length;
    }
}
