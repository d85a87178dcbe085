package dev.baton.ha.jgroups;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.NameCache;
import org.jspecify.annotations.Nullable;

/**
 * From which IP addresses the members of JGroups' groups spoke last: their own addresses are random numbers, which tell
 * nobody where to look. May be used by any thread.
 */
final class Origins {

    /** Whoever invents members must not fill the memory. */
    private static final int KEPT = 64;

    /** From where the packet came that a thread reads. */
    private static final ThreadLocal<@Nullable IpAddress> READING = new ThreadLocal<>();

    // Guarded by itself.
    private final Map<Address, IpAddress> origins = new LinkedHashMap<>();

    void reads(IpAddress from) {
        READING.set(from);
    }

    /** The packet holds a message of this member. */
    void holds(@Nullable Address member) {
        IpAddress from = READING.get();
        if (from != null && member != null) {
            synchronized (origins) {
                if (origins.size() >= KEPT && !origins.containsKey(member)) {
                    origins.remove(origins.keySet().iterator().next());
                }
                origins.put(member, from);
            }
        }
    }

    /** Who sent the packet that the present thread reads, if anybody did. */
    @Nullable IpAddress read() {
        return READING.get();
    }

    /** Whoever sent something, in words that lead to a machine. */
    String words(@Nullable Object sender) {
        return switch (sender) {
            case null -> "somebody";
            case IpAddress ip -> ip.getIpAddress().getHostAddress();
            case InetSocketAddress socket
            when socket.getAddress() != null -> socket.getAddress().getHostAddress();
            case Address member -> member(member);
            default -> sender.toString();
        };
    }

    private String member(Address member) {
        IpAddress from;
        synchronized (origins) {
            from = origins.get(member);
        }
        String name = NameCache.get(member);
        if (from == null) {
            return name == null ? member.toString() : name;
        }
        String ip = from.getIpAddress().getHostAddress();
        return name == null ? ip : ip + " as " + name;
    }
}
