package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.HeldAddress;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.CacheInfo;
import dev.baton.floatingip.netlink.LinkMessage;
import dev.baton.floatingip.netlink.Rtnetlink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All addresses of this machine that carry Baton's mark, whichever process bound them. For tools: looking needs no
 * privilege, removing needs CAP_NET_ADMIN.
 */
public final class MarkedAddresses implements AutoCloseable {

    private final RouteSocket route;

    private final Life onlooker;

    private MarkedAddresses(RouteSocket route, Life onlooker) {
        this.route = route;
        this.onlooker = onlooker;
    }

    /** Looks at the network namespace of the calling thread. */
    public static MarkedAddresses open() throws FloatingIpException {
        try {
            return new MarkedAddresses(RouteSocket.open(), Life.onlooker());
        } catch (SystemCallException e) {
            throw Failures.opening("the netlink socket for addresses", e);
        }
    }

    public List<HeldAddress> list() throws FloatingIpException {
        try {
            List<HeldAddress> held = new ArrayList<>();
            for (Marked each : marked()) {
                held.add(held(each));
            }
            return held;
        } catch (SystemCallException e) {
            throw Failures.opening("the kernel's list of addresses", e);
        }
    }

    /**
     * Takes off those that a dead process has left behind. Who binds an address takes it into its own life first, so one
     * that somebody binds meanwhile is safe but for the moment between the look and the removal; a node whose address
     * vanishes puts it back.
     *
     * @param wanted says which may be removed
     * @return those that were
     */
    public List<HeldAddress> removeLeftovers(Predicate<FloatingAddress> wanted) throws FloatingIpException {
        List<HeldAddress> removed = new ArrayList<>();
        for (HeldAddress each : list()) {
            if (!each.alive() && wanted.test(each.address()) && remove(each.address())) {
                removed.add(each);
            }
        }
        return removed;
    }

    private boolean remove(FloatingAddress address) throws FloatingIpException {
        try {
            Optional<Marked> still = marked().stream()
                    .filter(each -> each.address().equals(address))
                    .findFirst();
            return still.isPresent()
                    && !onlooker.isLived(still.get().message().metric())
                    && new KernelAddresses(route, 0).delete(still.get().link(), address);
        } catch (SystemCallException e) {
            throw Failures.of("release", address, e);
        }
    }

    private List<Marked> marked() throws SystemCallException {
        List<AddressMessage> addresses = route.addresses(Rtnetlink.AF_UNSPEC, 0);
        return route.links().stream()
                .flatMap(link -> addresses.stream()
                        .filter(message -> message.interfaceIndex() == link.index() && HostAddress.isOurs(message))
                        .map(message -> new Marked(link, message)))
                .toList();
    }

    private record Marked(LinkMessage link, AddressMessage message) {

        FloatingAddress address() {
            return new FloatingAddress(link.name(), new IpPrefix(message.address(), message.prefixLength()));
        }
    }

    private HeldAddress held(Marked marked) throws SystemCallException {
        Optional<Duration> lease = marked.message()
                .cacheInfo()
                .map(CacheInfo::valid)
                .filter(seconds -> seconds != Rtnetlink.INFINITY_LIFE_TIME)
                .map(Duration::ofSeconds);
        return new HeldAddress(
                marked.address(), lease, onlooker.isLived(marked.message().metric()));
    }

    @Override
    public void close() {
        route.close();
        onlooker.close();
    }
}
