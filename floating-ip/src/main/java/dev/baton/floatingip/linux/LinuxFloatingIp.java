package dev.baton.floatingip.linux;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.LinkMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Floating addresses by rtnetlink and packet sockets. Addresses go onto the interface as {@link HostAddress} tells.
 *
 * <p>Works in the network namespace of the thread that opened it. Closing it ends the dead man's switch, which takes
 * off what is still bound.
 */
public final class LinuxFloatingIp implements FloatingIp {

    private static final Logger log = LoggerFactory.getLogger(LinuxFloatingIp.class);

    private final RouteSocket route;
    private final PacketSocket packets;
    private final Life life;
    private final KernelAddresses kernel;
    private final DeadMansSwitch deadMansSwitch;
    /** When the kernel made the address that we hold, by its form on the interface. */
    private final Map<FloatingAddress, Long> created = new ConcurrentHashMap<>();
    /** How the configuration writes an address, by its form on the interface. */
    private final Map<FloatingAddress, FloatingAddress> configured = new ConcurrentHashMap<>();

    private final boolean guarded;

    private LinuxFloatingIp(RouteSocket route, PacketSocket packets, Life life, boolean guarded) {
        this.guarded = guarded;
        this.route = route;
        this.packets = packets;
        this.life = life;
        this.kernel = new KernelAddresses(route, life.number());
        this.deadMansSwitch = guarded ? DeadMansSwitch.start(life.number()) : DeadMansSwitch.none();
    }

    /**
     * With a child process that takes the addresses off when this one is killed; if it can't be started, the log says
     * so, and the lease has to do. Needs CAP_NET_RAW; the changes later on need CAP_NET_ADMIN.
     *
     * @throws FloatingIpException if a socket cannot be opened
     */
    public static LinuxFloatingIp open() throws FloatingIpException {
        return open(true);
    }

    /** Without the child process: for tools that look and announce, and for tests of the lease alone. */
    public static LinuxFloatingIp openWithoutSwitch() throws FloatingIpException {
        return open(false);
    }

    private static LinuxFloatingIp open(boolean guarded) throws FloatingIpException {
        PacketSocket packets;
        try {
            packets = PacketSocket.forSending();
        } catch (SystemCallException e) {
            throw Failures.opening("the packet socket for announcements", e);
        }
        try {
            Life life = Life.begin();
            RouteSocket route = RouteSocket.open();
            return new LinuxFloatingIp(route, packets, life, guarded);
        } catch (SystemCallException e) {
            packets.close();
            throw Failures.opening("the netlink socket for addresses", e);
        }
    }

    /** A monitor that names addresses bound here as they were given to {@link #bind}, prefix length included. */
    public InterfaceMonitor monitor() {
        return new LinuxInterfaceMonitor(removed -> configured.getOrDefault(removed, removed));
    }

    /** Tells of claims to addresses that are bound here, as long as they are. */
    public ConflictMonitor conflictMonitor() {
        return new LinuxConflictMonitor(
                address ->
                        created.containsKey(address) ? Optional.ofNullable(configured.get(address)) : Optional.empty(),
                this::prepareForDeath);
    }

    /** Needs all packet sockets that stay, so it waits for the last of them. */
    private void prepareForDeath(List<PacketSocket> others) {
        if (guarded) {
            List<PacketSocket> all = new ArrayList<>(others);
            all.add(packets);
            MemoryHolder.start(all);
        }
    }

    @Override
    public void bind(FloatingAddress address, Duration lease) throws FloatingIpException {
        requireUsable(address);
        requireWholeSeconds(lease);
        FloatingAddress key = HostAddress.asBound(address);
        try {
            LinkMessage link = requireLink("bind", address);
            List<AddressMessage> present = kernel.neighbours(link, address);
            List<AddressMessage> same = present.stream()
                    .filter(other -> other.address().equals(address.prefix().address()))
                    .toList();
            if (!same.stream().allMatch(HostAddress::isOurs)) {
                throw Failures.foreign(address);
            }
            if (configured.put(key, address) == null) {
                Advice.onFirstBind(address, present);
            }
            deadMansSwitch.arm(address, link.index());
            if (same.isEmpty()) {
                kernel.add(link, address, lease);
            } else {
                kernel.extend(link, address, lease);
            }
            AddressMessage bound = kernel.ours(link, address).orElseThrow(() -> Failures.notHeld("bind", address));
            created.put(key, KernelAddresses.created(bound));
        } catch (SystemCallException e) {
            throw Failures.of("bind", address, e);
        }
    }

    @Override
    public Renewal renew(FloatingAddress address, Duration lease) throws FloatingIpException {
        requireWholeSeconds(lease);
        try {
            Optional<LinkMessage> link = route.link(address.interfaceName());
            return link.isPresent() && extendOnly(link.get(), address, lease) ? Renewal.HELD : Renewal.GONE;
        } catch (SystemCallException e) {
            if (e.is(Errno.ENODEV)) {
                return Renewal.GONE;
            }
            throw Failures.of("renew", address, e);
        }
    }

    /** Between the look and the extension the address may go, and then the kernel makes a new one: take it off. */
    private boolean extendOnly(LinkMessage link, FloatingAddress address, Duration lease) throws SystemCallException {
        Optional<AddressMessage> before = held(link, address);
        if (before.isEmpty()) {
            return false;
        }
        kernel.extend(link, address, lease);
        Optional<AddressMessage> after = kernel.ours(link, address);
        if (after.isEmpty()) {
            return false;
        }
        if (KernelAddresses.created(after.get()) != KernelAddresses.created(before.get())) {
            log.warn("{} vanished while its lease was renewed; taken off again", address);
            kernel.delete(link, address);
            return false;
        }
        return true;
    }

    @Override
    public boolean release(FloatingAddress address) throws FloatingIpException {
        try {
            Optional<LinkMessage> link = route.link(address.interfaceName());
            boolean there =
                    link.isPresent() && isOursToRelease(link.get(), address) && kernel.delete(link.get(), address);
            created.remove(HostAddress.asBound(address));
            deadMansSwitch.disarm(address);
            return there;
        } catch (SystemCallException e) {
            throw Failures.of("release", address, e);
        }
    }

    @Override
    public boolean holds(FloatingAddress address) throws FloatingIpException {
        try {
            Optional<LinkMessage> link = route.link(address.interfaceName());
            return link.isPresent() && held(link.get(), address).isPresent();
        } catch (SystemCallException e) {
            throw Failures.of("look up", address, e);
        }
    }

    @Override
    public void announce(FloatingAddress address) throws FloatingIpException {
        try {
            LinkMessage link = requireLink("announce", address);
            if (!link.resolvesNeighbours() || link.mac().isEmpty()) {
                return; // A tunnel or loopback: there is no neighbour whose cache could be wrong.
            }
            for (Announcement frame : Announcement.of(address, link.mac().get())) {
                if (held(link, address).isEmpty()) {
                    throw Failures.notHeld("announce", address);
                }
                packets.send(link.index(), frame.etherType(), frame.bytes());
            }
        } catch (SystemCallException e) {
            throw Failures.of("announce", address, e);
        }
    }

    /**
     * Takes off what a former life of this program left behind. Only addresses with our mark are touched, and none of a
     * process that still runs: that one loses it by its lease if it hangs, and is asked by its own means if it does not.
     *
     * @param addresses the floating addresses of the configuration
     * @return how many were there
     * @throws FloatingIpException for the first that could not be removed
     */
    public int removeLeftovers(Collection<FloatingAddress> addresses) throws FloatingIpException {
        int removed = 0;
        for (FloatingAddress address : addresses) {
            if (release(address)) {
                log.warn("removed {}, left behind by a former run", address);
                removed++;
            }
        }
        return removed;
    }

    /** Not one of another process that still runs, which happens to carry our mark. */
    private boolean isOursToRelease(LinkMessage link, FloatingAddress address) throws SystemCallException {
        Optional<AddressMessage> present = held(link, address);
        if (present.isEmpty() || kernel.isOfThisLife(present.get())) {
            return present.isPresent();
        }
        boolean lived = life.isLived(present.get().metric());
        if (lived) {
            log.warn("{} is held by another process of this machine that still runs; it stays", address);
        }
        return !lived;
    }

    /** The address if it is the very one we bound; any with our mark where this object has not bound it. */
    private Optional<AddressMessage> held(LinkMessage link, FloatingAddress address) throws SystemCallException {
        Long bound = created.get(HostAddress.asBound(address));
        return kernel.ours(link, address)
                .filter(present ->
                        bound == null || (bound == KernelAddresses.created(present) && kernel.isOfThisLife(present)));
    }

    private LinkMessage requireLink(String operation, FloatingAddress address)
            throws SystemCallException, FloatingIpException {
        Optional<LinkMessage> link = route.link(address.interfaceName());
        if (link.isEmpty()) {
            throw Failures.noInterface(operation, address, route);
        }
        return link.get();
    }

    private static void requireUsable(FloatingAddress address) throws FloatingIpException {
        requireNonNull(address, "address is null");
        var ip = address.prefix().address();
        if (ip.isAnyLocalAddress() || ip.isMulticastAddress() || ip.isLoopbackAddress()) {
            throw new FloatingIpException(
                    "bind " + address + " failed: a floating address must be a unicast address of a LAN", 0);
        }
    }

    private static void requireWholeSeconds(Duration lease) {
        if (lease.isNegative() || lease.toNanosPart() != 0) {
            throw new IllegalArgumentException("lease " + lease + " is not a whole number of seconds, 0 or more");
        }
    }

    @Override
    public void close() {
        deadMansSwitch.close();
        route.close();
        packets.close();
        life.close();
    }
}
