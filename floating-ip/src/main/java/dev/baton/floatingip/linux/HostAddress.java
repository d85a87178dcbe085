package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.CacheInfo;
import dev.baton.floatingip.netlink.Rtnetlink;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form in which a floating address goes onto an interface so that it disturbs nothing there:
 *
 * <ul>
 *   <li>As /32 or /128, whatever prefix it is configured with. An IPv4 address with a shorter one is either the
 *       primary of its subnet, and then the host's own addresses become its secondaries and vanish with it; or a
 *       secondary, and then it vanishes with the host's own. An IPv6 one keeps the host's prefix route from being
 *       cleaned up. A host address has none of these ties, and leaves the routes alone.
 *   <li>Deprecated (preferred lifetime 0), so that IPv6 does not choose it as a source. IPv4 has no such rule, but
 *       chooses by subnet, and the subnet of a /32 holds nobody else.
 *   <li>Without duplicate address detection, which would keep it from answering for a second. Evidence that nobody
 *       else has it is the election's task.
 *   <li>Marked by IFA_PROTO (Linux 5.18), so that what a former life left behind can be told from what others put
 *       there.
 *   <li>With the number of the life that bound it in the metric, which has no meaning for an address without a
 *       prefix route: a process that was stopped, or its dead man's switch, then knows the address of its successor
 *       from its own.
 * </ul>
 */
final class HostAddress {

    /** Ours among the values that nobody has registered; {@code ip} shows it as {@code proto 0xba}. */
    static final int MARK = 0xba;

    /** Before 5.18 the kernel drops the mark: there the unusual form alone has to tell, see {@link #isOurs}. */
    private static final boolean MARKS = kernelMarks(System.getProperty("os.version", ""));

    private HostAddress() {}

    static AddressMessage toBind(FloatingAddress address, int interfaceIndex, int life, Duration lease) {
        long valid = lease.isZero() ? Rtnetlink.INFINITY_LIFE_TIME : lease.toSeconds();
        return message(address, interfaceIndex, life, Optional.of(new CacheInfo(0, valid, 0, 0)));
    }

    static AddressMessage toDelete(FloatingAddress address, int interfaceIndex) {
        return message(address, interfaceIndex, 0, Optional.empty());
    }

    static int family(FloatingAddress address) {
        return address.prefix().isIpv6() ? Rtnetlink.AF_INET6 : Rtnetlink.AF_INET;
    }

    static boolean isOurs(AddressMessage present) {
        if (present.prefixLength() != bits(present)) {
            return false;
        }
        return present.protocol() == MARK || (!MARKS && present.protocol() == 0 && unusual(present));
    }

    private static boolean unusual(AddressMessage present) {
        return present.has(Rtnetlink.IFA_F_NOPREFIXROUTE)
                && present.cacheInfo().map(info -> info.preferred() == 0).orElse(false);
    }

    /**
     * @param release as {@code uname -r} tells it, for example {@code 6.1.0-18-amd64}
     */
    static boolean kernelMarks(String release) {
        Matcher matcher = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*").matcher(release);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > 5 || (major == 5 && Integer.parseInt(matcher.group(2)) >= 18);
    }

    /** The address with the prefix length that it has on the interface. */
    static FloatingAddress asBound(FloatingAddress address) {
        InetAddress ip = address.prefix().address();
        return new FloatingAddress(address.interfaceName(), new IpPrefix(ip, ip.getAddress().length * 8));
    }

    private static int bits(AddressMessage address) {
        return address.address().getAddress().length * 8;
    }

    private static AddressMessage message(
            FloatingAddress address, int interfaceIndex, int life, Optional<CacheInfo> lifetime) {
        boolean ipv6 = address.prefix().isIpv6();
        return new AddressMessage(
                interfaceIndex,
                address.prefix().address(),
                ipv6 ? 128 : 32,
                Rtnetlink.IFA_F_NOPREFIXROUTE | (ipv6 ? Rtnetlink.IFA_F_NODAD : 0),
                0,
                MARK,
                life,
                ipv6 || lifetime.isEmpty() ? "" : address.label(),
                lifetime);
    }
}
