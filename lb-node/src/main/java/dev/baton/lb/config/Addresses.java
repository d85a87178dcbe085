package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Literal addresses. No name server is ever asked: its answer can change, differ between nodes, or take seconds in the
 * middle of a failover.
 *
 * <p>Every method throws {@link IllegalArgumentException} with a message that continues the name of the key.
 */
final class Addresses {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(.*):(\\d{1,9})");

    private Addresses() {}

    /** The address of one host: no wildcard, multicast or broadcast address. */
    static InetAddress host(String text) {
        return requireHost(literal(text));
    }

    /** Where to listen: {@code 10.9.0.100:80}, {@code [fd00:9::100]:80}, {@code :80} or {@code *:80}. */
    static InetSocketAddress listen(String text) {
        InetSocketAddress address = hostAndPort(text, true);
        if (address.getAddress().isMulticastAddress()) {
            throw new IllegalArgumentException(quoted(text) + " is a multicast address; nothing can listen there");
        }
        return address;
    }

    /** Where to connect to: {@code 10.9.0.20:8000} or {@code [fd00:9::20]:8000}. */
    static InetSocketAddress connect(String text) {
        InetSocketAddress address = hostAndPort(text, false);
        requireHost(address.getAddress());
        return address;
    }

    /** A network: {@code 10.0.0.0/8}; without a length the one address. */
    static IpPrefix network(String text) {
        IpPrefix prefix = IpPrefix.parse(text);
        if (prefix.length() < prefix.address().getAddress().length * 8 && !hostBitsAre(prefix, false)) {
            throw new IllegalArgumentException(
                    prefix + " has bits beyond its length; write the first address of the network");
        }
        return prefix;
    }

    /** An address and the subnet it lives in, fit to be given to an interface. */
    static IpPrefix floating(String text) {
        IpPrefix prefix = IpPrefix.parse(text);
        InetAddress address = requireHost(prefix.address());
        if (address.isLoopbackAddress()) {
            throw new IllegalArgumentException(prefix + " is a loopback address; it cannot move between machines");
        }
        if (prefix.length() == 0) {
            throw new IllegalArgumentException(prefix + " would put the whole internet on one wire; write its length");
        }
        requireInsideSubnet(prefix);
        return prefix;
    }

    /**
     * RFC 919 and RFC 4291 section 2.6.1 reserve the ends of a subnet; in subnets of two and of one address (RFC 3021,
     * RFC 6164) there is nothing to reserve.
     */
    private static void requireInsideSubnet(IpPrefix prefix) {
        int hostBits = prefix.address().getAddress().length * 8 - prefix.length();
        if (hostBits < 2) {
            return;
        }
        if (hostBitsAre(prefix, false)) {
            String role = prefix.isIpv6() ? "the subnet-router anycast address" : "the network address";
            throw new IllegalArgumentException(prefix + " is " + role + " of its subnet; choose a host address in it");
        }
        if (!prefix.isIpv6() && hostBitsAre(prefix, true)) {
            throw new IllegalArgumentException(
                    prefix + " is the broadcast address of its subnet; choose a host address in it");
        }
    }

    private static boolean hostBitsAre(IpPrefix prefix, boolean set) {
        byte[] bytes = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < bytes.length * 8; bit++) {
            if (((bytes[bit / 8] & (0x80 >>> (bit % 8))) != 0) != set) {
                return false;
            }
        }
        return true;
    }

    private static InetSocketAddress hostAndPort(String text, boolean wildcard) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches()) {
            String example =
                    wildcard ? "10.9.0.100:80, [fd00:9::100]:80 or :80" : "10.9.0.20:8000 or [fd00:9::20]:8000";
            throw new IllegalArgumentException(quoted(text) + " has no port; write it like " + example);
        }
        String host = matcher.group(1);
        int port = Integer.parseInt(matcher.group(2));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(quoted(text) + ": port " + port + " is not in 1 to 65535");
        }
        if (wildcard && (host.isEmpty() || host.equals("*"))) {
            return new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port);
        }
        return new InetSocketAddress(unbracketed(text, host), port);
    }

    private static InetAddress unbracketed(String text, String host) {
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        if (!brackets && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    quoted(text) + " is ambiguous; put the IPv6 address in brackets, like [fd00:9::100]:80");
        }
        return literal(brackets ? host.substring(1, host.length() - 1) : host);
    }

    private static InetAddress literal(String text) {
        try {
            if (text.indexOf('/') < 0) {
                return IpPrefix.parse(text).address();
            }
        } catch (IllegalArgumentException _) {
            // Falls through to the message that names the way out.
        }
        throw new IllegalArgumentException(
                quoted(text) + " is not an IP address; write it in numbers, names are not looked up");
    }

    private static InetAddress requireHost(InetAddress address) {
        boolean broadcast =
                address instanceof Inet4Address && address.getHostAddress().equals("255.255.255.255");
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || broadcast) {
            throw new IllegalArgumentException(
                    address.getHostAddress() + " is not the address of one host (wildcard, multicast or broadcast)");
        }
        return address;
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
