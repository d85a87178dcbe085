package dev.baton.floatingip.linux;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.Prober;
import dev.baton.floatingip.arp.ArpFrame;
import dev.baton.floatingip.ndp.NeighbourFrame;
import dev.baton.floatingip.netlink.LinkMessage;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Probes through packet sockets that live as long as the probe, in the network namespace of the asking thread. */
public final class LinuxProber implements Prober {

    /** A frame can be lost, and a host that has just got an IPv6 address may not hear of questions for it yet. */
    private static final int MOST_QUESTIONS = 4;

    /** In the time after one question; whoever floods the LAN must not hold a takeover up for ever. */
    private static final int MOST_FRAMES = 10_000;

    private static final Duration MIN_PAUSE = Duration.ofMillis(8);
    private static final Duration MAX_PAUSE = Duration.ofMillis(500);

    @Override
    public Result probe(String interfaceName, InetAddress address, Duration within) throws FloatingIpException {
        requireNonNull(interfaceName, "interfaceName is null");
        FloatingAddress asked =
                new FloatingAddress(interfaceName, new IpPrefix(address, address.getAddress().length * 8));
        try (RouteSocket route = RouteSocket.open()) {
            Optional<LinkMessage> link = route.link(interfaceName);
            if (link.isEmpty()) {
                throw Failures.noInterface("probe", asked, route);
            }
            MacAddress asker = link.get()
                    .mac()
                    .orElseThrow(() -> new FloatingIpException(
                            "probe " + asked + " failed: the interface is no Ethernet, nobody can be asked there", 0));
            return ask(link.get().index(), asker, address, within);
        } catch (SystemCallException e) {
            throw Failures.of("probe", asked, e);
        }
    }

    /** The time counts from each question: what a busy machine takes to get to it is no silence of the LAN. */
    private static Result ask(int interfaceIndex, MacAddress asker, InetAddress address, Duration within)
            throws SystemCallException {
        PacketSocket socket = PacketSocket.forNeighbours(address instanceof Inet6Address, interfaceIndex);
        try {
            long pause = Math.clamp(within.toNanos() / MOST_QUESTIONS, MIN_PAUSE.toNanos(), MAX_PAUSE.toNanos());
            long questions = Math.max(1, within.toNanos() / pause);
            for (long question = 0; question < questions; question++) {
                send(socket, interfaceIndex, asker, address);
                Optional<MacAddress> claimant = listen(socket, asker, address, pause);
                if (claimant.isPresent()) {
                    return new Answered(claimant.get());
                }
            }
            return new Silent();
        } finally {
            socket.closeBehind();
        }
    }

    /** Hears out what has come by the end of the time, also when this thread is woken only after that. */
    private static Optional<MacAddress> listen(PacketSocket socket, MacAddress asker, InetAddress address, long nanos)
            throws SystemCallException {
        ByteBuffer frame = ByteBuffer.allocateDirect(2048);
        long end = System.nanoTime() + nanos;
        for (int heard = 0; heard < MOST_FRAMES; heard++) {
            long left = Math.max(0, end - System.nanoTime());
            if (!socket.descriptor().await(Duration.ofNanos(left).plusMillis(1))) {
                return Optional.empty();
            }
            if (socket.receive(frame) != 0) {
                Optional<MacAddress> claimant = Claim.in(frame, address instanceof Inet6Address)
                        .filter(claim -> claim.address().equals(address))
                        .map(Claim::mac)
                        .filter(mac -> !mac.equals(asker));
                if (claimant.isPresent()) {
                    return claimant;
                }
            }
        }
        return Optional.empty();
    }

    private static void send(PacketSocket socket, int interfaceIndex, MacAddress asker, InetAddress address)
            throws SystemCallException {
        switch (address) {
            case Inet4Address ip ->
                socket.send(
                        interfaceIndex,
                        ArpFrame.ETHERTYPE,
                        ArpFrame.probe(asker, ip).encode());
            case Inet6Address ip ->
                socket.send(
                        interfaceIndex,
                        NeighbourFrame.ETHERTYPE,
                        NeighbourFrame.probe(asker, ip).encode());
            default -> throw new IllegalStateException("neither IPv4 nor IPv6: " + address);
        }
    }
}
