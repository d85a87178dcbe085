package dev.baton.floatingip.linux;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.netlink.AddressMessage;
import dev.baton.floatingip.netlink.LinkMessage;
import dev.baton.floatingip.netlink.NetlinkMessage;
import dev.baton.floatingip.netlink.Rtnetlink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of links and addresses through one netlink subscription. Get one from {@link LinuxFloatingIp#monitor}, which
 * knows how the configuration writes the addresses; watches the network namespace of the thread that starts it.
 */
public final class LinuxInterfaceMonitor implements InterfaceMonitor {

    private static final Logger log = LoggerFactory.getLogger(LinuxInterfaceMonitor.class);

    private static final int RTMGRP_LINK = 0x1;
    private static final int RTMGRP_IPV4_IFADDR = 0x10;
    private static final int RTMGRP_IPV6_IFADDR = 0x100;

    /** Room for some thousand events; an overrun costs a resync, not an event. */
    private static final int RECEIVE_BUFFER = 1 << 20;

    private final UnaryOperator<FloatingAddress> asConfigured;
    private @Nullable StoppableThread thread;

    LinuxInterfaceMonitor(UnaryOperator<FloatingAddress> asConfigured) {
        this.asConfigured = asConfigured;
    }

    @Override
    public synchronized void start(Listener listener) throws FloatingIpException {
        requireNonNull(listener, "listener is null");
        if (thread != null) {
            throw new IllegalStateException("the monitor is started already");
        }
        try {
            Subscription subscription = subscribe();
            InterfaceTable table = new InterfaceTable(listener, asConfigured);
            thread = StoppableThread.start("baton-interfaces", stop -> watch(subscription, stop, table));
        } catch (SystemCallException e) {
            throw Failures.opening("the netlink subscription for links and addresses", e);
        }
    }

    private record Subscription(Descriptor events, RouteSocket route) {}

    /** Subscribed before the first question is asked, so that no change falls between the two. */
    private static Subscription subscribe() throws SystemCallException {
        Descriptor events = Descriptor.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_NONBLOCK, 0);
        try {
            enlarge(events);
            events.bind(SocketAddresses.netlink(RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR));
            return new Subscription(events, RouteSocket.open());
        } catch (SystemCallException e) {
            events.close();
            throw e;
        }
    }

    private static void enlarge(Descriptor events) throws SystemCallException {
        try {
            events.set(LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, RECEIVE_BUFFER);
        } catch (SystemCallException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            // Without CAP_NET_ADMIN the default has to do: overruns are more likely, not harmful.
        }
    }

    private static void watch(Subscription subscription, Descriptor stop, InterfaceTable table) {
        try (Descriptor events = subscription.events();
                RouteSocket route = subscription.route()) {
            resync(route, table);
            ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024).order(ByteOrder.nativeOrder());
            while (!Descriptor.await(stop, List.of(events))) {
                hear(events, buffer, route, table);
            }
        } catch (SystemCallException | RuntimeException e) {
            log.error("interfaces cannot be watched any more and count as down; restart the node", e);
            table.lost();
        }
    }

    /**
     * Applies what waits in the socket. After an overrun the kernel tells of it first and then still delivers the
     * events from before: only when these are through does its present state say what was lost after them.
     */
    private static void hear(Descriptor events, ByteBuffer buffer, RouteSocket route, InterfaceTable table)
            throws SystemCallException {
        boolean overrun = false;
        while (true) {
            try {
                events.receive(buffer);
                NetlinkMessage.parse(buffer).forEach(message -> apply(message, table));
            } catch (SystemCallException e) {
                if (e.is(Errno.EAGAIN)) {
                    break;
                }
                if (!e.is(Errno.ENOBUFS)) {
                    throw e;
                }
                overrun = true;
            }
        }
        if (overrun) {
            log.warn("the kernel dropped events about interfaces; asking for the present state");
            resync(route, table);
        }
    }

    private static void apply(NetlinkMessage message, InterfaceTable table) {
        byte[] payload = message.payload();
        switch (message.type()) {
            case Rtnetlink.RTM_NEWLINK -> table.onLink(LinkMessage.decode(payload));
            case Rtnetlink.RTM_DELLINK -> table.onLinkGone(LinkMessage.decode(payload));
            case Rtnetlink.RTM_NEWADDR -> AddressMessage.decode(payload).ifPresent(table::onAddress);
            case Rtnetlink.RTM_DELADDR -> AddressMessage.decode(payload).ifPresent(table::onAddressGone);
            default -> log.debug("netlink message of type {} ignored", message.type());
        }
    }

    private static void resync(RouteSocket route, InterfaceTable table) throws SystemCallException {
        table.resync(route.links(), route.addresses(Rtnetlink.AF_UNSPEC, 0));
    }

    /** Returns when the listener is not called any more, unless the listener itself closes the monitor. */
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.close();
        }
    }
}
