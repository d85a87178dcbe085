package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.CacheInfo;
import dev.baton.floatingip.netlink.LinkMessage;
import dev.baton.floatingip.netlink.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the kernel has of one floating address, and the three changes to it. */
final class KernelAddresses {

    private final RouteSocket route;
    private final int life;

    /**
     * @param life tells what this process binds from what a former or later one does; not 0
     */
    KernelAddresses(RouteSocket route, int life) {
        this.route = route;
        this.life = life;
    }

    boolean isOfThisLife(AddressMessage present) {
        return present.metric() == life;
    }

    /** All addresses of the same family on the interface. */
    List<AddressMessage> neighbours(LinkMessage link, FloatingAddress address) throws SystemCallException {
        return route.addresses(HostAddress.family(address), link.index());
    }

    /** The address if it is there and ours. */
    Optional<AddressMessage> ours(LinkMessage link, FloatingAddress address) throws SystemCallException {
        return neighbours(link, address).stream()
                .filter(present -> present.address().equals(address.prefix().address()))
                .filter(HostAddress::isOurs)
                .findFirst();
    }

    void add(LinkMessage link, FloatingAddress address, Duration lease) throws SystemCallException {
        route.ask(Requests.add(HostAddress.toBind(address, link.index(), life, lease)));
    }

    void extend(LinkMessage link, FloatingAddress address, Duration lease) throws SystemCallException {
        route.ask(Requests.replace(HostAddress.toBind(address, link.index(), life, lease)));
    }

    /**
     * Deletes the host form of the address, and so never one that somebody added with the prefix of the subnet.
     *
     * @return whether it was there
     */
    boolean delete(LinkMessage link, FloatingAddress address) throws SystemCallException {
        try {
            route.ask(Requests.delete(HostAddress.toDelete(address, link.index())));
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.EADDRNOTAVAIL) || e.is(Errno.ENODEV)) {
                return false;
            }
            throw e;
        }
    }

    /** When the kernel made it, which tells it from a later one of the same value. */
    static long created(AddressMessage present) {
        return present.cacheInfo().map(CacheInfo::created).orElse(0L);
    }
}
