package dev.baton.lb.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who listens where; finds two that the kernel would not let listen together. */
final class Listeners {

    private final Map<Integer, List<Listener>> byPort = new HashMap<>();

    /** Takes an address, or says who has it: {@code 0.0.0.0:80 overlaps 10.9.0.100:80 of frontend "web"}. */
    Optional<String> claim(InetSocketAddress address, String owner) {
        List<Listener> samePort = byPort.computeIfAbsent(address.getPort(), _ -> new ArrayList<>());
        Optional<String> taken = samePort.stream()
                .filter(other -> overlap(address.getAddress(), other.address.getAddress()))
                .findFirst()
                .map(other -> address.equals(other.address)
                        ? text(address) + " is taken by " + other.owner
                        : text(address) + " overlaps " + text(other.address) + " of " + other.owner);
        samePort.add(new Listener(address, owner));
        return taken;
    }

    private static boolean overlap(InetAddress one, InetAddress other) {
        return one.equals(other) || covers(one, other) || covers(other, one);
    }

    /** A wildcard covers its own IP version; {@code ::} covers IPv4 too (ipv6(7), IPV6_V6ONLY is off). */
    private static boolean covers(InetAddress wildcard, InetAddress other) {
        return wildcard.isAnyLocalAddress() && (wildcard instanceof Inet6Address || !(other instanceof Inet6Address));
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private record Listener(InetSocketAddress address, String owner) {}
}
