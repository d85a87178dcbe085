package dev.baton.floatingip.linux;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.netlink.LinkMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears ARP and neighbour discovery of all interfaces; get one from {@link LinuxFloatingIp#conflictMonitor}. */
public final class LinuxConflictMonitor implements ConflictMonitor {

    private static final Logger log = LoggerFactory.getLogger(LinuxConflictMonitor.class);

    private final Function<FloatingAddress, Optional<FloatingAddress>> held;
    private final Consumer<List<PacketSocket>> onOpen;
    private final AtomicLong conflicts = new AtomicLong();
    private @Nullable StoppableThread thread;

    /**
     * @param held what we hold, by its form on the interface; asked from the monitor's thread
     * @param onOpen gets the packet sockets before the monitor hears anything
     */
    LinuxConflictMonitor(
            Function<FloatingAddress, Optional<FloatingAddress>> held, Consumer<List<PacketSocket>> onOpen) {
        this.held = held;
        this.onOpen = onOpen;
    }

    @Override
    public synchronized void start(Listener listener) throws FloatingIpException {
        requireNonNull(listener, "listener is null");
        if (thread != null) {
            throw new IllegalStateException("the monitor is started already");
        }
        try {
            Ears ears = Ears.open();
            onOpen.accept(List.of(ears.arp(), ears.neighbours()));
            thread = StoppableThread.start("baton-conflicts", stop -> listen(ears, stop, listener));
        } catch (SystemCallException e) {
            throw Failures.opening("the packet sockets that hear of conflicts", e);
        }
    }

    private record Ears(PacketSocket arp, PacketSocket neighbours, RouteSocket route) implements AutoCloseable {

        static Ears open() throws SystemCallException {
            RouteSocket route = RouteSocket.open();
            try {
                PacketSocket arp = PacketSocket.forNeighbours(false, 0);
                try {
                    return new Ears(arp, PacketSocket.forNeighbours(true, 0), route);
                } catch (SystemCallException e) {
                    arp.close();
                    throw e;
                }
            } catch (SystemCallException e) {
                route.close();
                throw e;
            }
        }

        @Override
        public void close() {
            arp.close();
            neighbours.close();
            route.close();
        }
    }

    private void listen(Ears ears, Descriptor stop, Listener listener) {
        try (ears) {
            ByteBuffer frame = ByteBuffer.allocateDirect(2048);
            while (!Descriptor.await(
                    stop, List.of(ears.arp().descriptor(), ears.neighbours().descriptor()))) {
                hear(ears.arp(), false, frame, ears.route(), listener);
                hear(ears.neighbours(), true, frame, ears.route(), listener);
            }
        } catch (SystemCallException | RuntimeException e) {
            log.error("conflicting claims to floating addresses cannot be heard any more; restart the node", e);
        }
    }

    private void hear(PacketSocket socket, boolean ipv6, ByteBuffer frame, RouteSocket route, Listener listener)
            throws SystemCallException {
        try {
            int interfaceIndex = socket.receive(frame);
            if (interfaceIndex == 0) {
                return;
            }
            Optional<Claim> claim = Claim.in(frame, ipv6);
            Optional<Question> question = Question.in(frame, ipv6);
            if (claim.isPresent()) {
                check(claim.get(), interfaceIndex, route, listener);
            } else if (question.isPresent()) {
                tell(question.get(), interfaceIndex, route, listener);
            }
        } catch (SystemCallException e) {
            if (!e.is(Errno.ENETDOWN)) { // One interface went down; the socket still hears the others.
                throw e;
            }
        }
    }

    /** Few frames are about an address of ours, so only these ask the kernel who they came from. */
    private void check(Claim claim, int interfaceIndex, RouteSocket route, Listener listener)
            throws SystemCallException {
        InetAddress ip = claim.address();
        IpPrefix prefix = new IpPrefix(ip, ip.getAddress().length * 8);
        List<LinkMessage> links = route.links();
        if (ours(links, claim.mac())) {
            return; // A bridge or bond brought our own announcement back.
        }
        at(links, interfaceIndex)
                .flatMap(link -> held.apply(new FloatingAddress(link.name(), prefix)))
                .ifPresent(address -> {
                    conflicts.incrementAndGet();
                    listener.onConflict(address, claim.mac());
                });
    }

    private static void tell(Question question, int interfaceIndex, RouteSocket route, Listener listener)
            throws SystemCallException {
        List<LinkMessage> links = route.links();
        if (ours(links, question.asker())) {
            return;
        }
        at(links, interfaceIndex)
                .ifPresent(link -> link.mac()
                        .ifPresent(own -> listener.onQuestion(link.name(), question.address(), question.asker(), own)));
    }

    private static boolean ours(List<LinkMessage> links, MacAddress mac) {
        return links.stream().anyMatch(link -> link.mac().filter(mac::equals).isPresent());
    }

    private static Optional<LinkMessage> at(List<LinkMessage> links, int interfaceIndex) {
        return links.stream().filter(link -> link.index() == interfaceIndex).findFirst();
    }

    @Override
    public long conflicts() {
        return conflicts.get();
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.close();
        }
    }
}
