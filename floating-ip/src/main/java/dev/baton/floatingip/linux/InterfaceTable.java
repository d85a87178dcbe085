package dev.baton.floatingip.linux;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.InterfaceMonitor.Listener;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.LinkMessage;
import dev.baton.floatingip.netlink.Rtnetlink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The links and addresses as last heard; turns what the kernel says into what has changed. No I/O, one thread. */
final class InterfaceTable {

    private record Link(String name, boolean usable) {}

    private record Address(int interfaceIndex, IpPrefix prefix) {}

    private final Listener listener;
    private final UnaryOperator<FloatingAddress> asConfigured;
    private final Map<Integer, Link> links = new HashMap<>();
    private final Set<Address> addresses = new HashSet<>();

    InterfaceTable(Listener listener, UnaryOperator<FloatingAddress> asConfigured) {
        this.listener = listener;
        this.asConfigured = asConfigured;
    }

    void onLink(LinkMessage message) {
        if (message.family() != Rtnetlink.AF_UNSPEC) {
            return;
        }
        Link now = new Link(message.name(), message.usable());
        Link before = links.put(message.index(), now);
        if (before != null && !before.name().equals(now.name())) {
            listener.onInterface(before.name(), false);
        }
        if (!now.equals(before)) {
            listener.onInterface(now.name(), now.usable());
        }
    }

    void onLinkGone(LinkMessage message) {
        if (message.family() == Rtnetlink.AF_UNSPEC) {
            forgetLink(message.index());
        }
    }

    void onAddress(AddressMessage message) {
        addresses.add(address(message));
    }

    /** Told even if its arrival was not heard: of a new IPv6 address the kernel tells later than it deletes one. */
    void onAddressGone(AddressMessage message) {
        forgetAddress(address(message));
    }

    /** Takes over a complete answer of the kernel, after events were lost. */
    void resync(List<LinkMessage> presentLinks, List<AddressMessage> presentAddresses) {
        Set<Address> there =
                presentAddresses.stream().map(InterfaceTable::address).collect(Collectors.toSet());
        List.copyOf(addresses).stream().filter(known -> !there.contains(known)).forEach(this::forgetAddress);
        addresses.addAll(there);
        Set<Integer> indexes = presentLinks.stream().map(LinkMessage::index).collect(Collectors.toSet());
        List.copyOf(links.keySet()).stream()
                .filter(known -> !indexes.contains(known))
                .forEach(this::forgetLink);
        presentLinks.forEach(this::onLink);
    }

    /** Nothing can be heard any more: an interface that is not watched must not count as usable. */
    void lost() {
        List.copyOf(links.keySet()).forEach(this::forgetLink);
    }

    private void forgetLink(int index) {
        Link link = links.remove(index);
        if (link != null) {
            listener.onInterface(link.name(), false);
        }
    }

    private void forgetAddress(Address address) {
        Link link = links.get(address.interfaceIndex());
        addresses.remove(address);
        if (link != null) {
            listener.onAddressRemoved(asConfigured.apply(new FloatingAddress(link.name(), address.prefix())));
        }
    }

    private static Address address(AddressMessage message) {
        return new Address(message.interfaceIndex(), new IpPrefix(message.address(), message.prefixLength()));
    }
}
