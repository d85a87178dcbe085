package dev.baton.lb.pool;

import dev.baton.floatingip.IpText;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Writes addresses as operators do. */
public final class Addresses {

    private Addresses() {}

    /** {@code 10.0.0.1:80}, {@code [fd00::1]:80}, or {@code name:80} when it was never resolved. */
    public static String text(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = IpText.of(address.getAddress());
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
