package dev.baton.lb.proxy.origin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses as bytes. */
final class Octets {

    private static final int V4 = 4;
    private static final int V6 = 16;

    private Octets() {}

    /** Whether both ends are IPv4; otherwise both are written as IPv6, one perhaps mapped (RFC 4291, 2.5.5.2). */
    static boolean isV4(Origin origin) {
        return origin.source().getAddress() instanceof Inet4Address
                && origin.destination().getAddress() instanceof Inet4Address;
    }

    static byte[] of(InetSocketAddress address, boolean v4) {
        byte[] bytes = address.getAddress().getAddress();
        if (v4 || bytes.length == V6) {
            return bytes;
        }
        byte[] mapped = new byte[V6];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes, 0, mapped, V6 - V4, V4);
        return mapped;
    }

    static InetSocketAddress address(byte[] bytes, int at, int width, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + width)), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + width + " bytes", e);
        }
    }
}
