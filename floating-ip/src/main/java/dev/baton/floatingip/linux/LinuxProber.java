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
    private static final int QUESTIONS = 4;

    private static final Duration MIN_PAUSE = Duration.ofMillis(8);
    private static final Duration MAX_PAUSE = Duration.ofMillis(500);

    @Override
    public Result probe(String interfaceName, InetAddress address, Duration within) throws FloatingIpException {
        requireNonNull(interfaceName, "interfaceName is null");
        FloatingAddress asked =
                new FloatingAddress(interfaceName, new IpPrefix(address, address.getAddress().length * 8));
        long end = System.nanoTime() + within.toNanos();
        try (RouteSocket route = RouteSocket.open()) {
            Optional<LinkMessage> link = route.link(interfaceName);
            if (link.isEmpty()) {
                throw Failures.noInterface("probe", asked, route);
            }
            MacAddress asker = link.get()
                    .mac()
                    .orElseThrow(() -> new FloatingIpException(
                            "probe " + asked + " failed: the interface is no Ethernet, nobody can be asked there", 0));
            return ask(link.get().index(), asker, address, end);
        } catch (SystemCallException e) {
            throw Failures.of("probe", asked, e);
        }
    }

    private static Result ask(int interfaceIndex, MacAddress asker, InetAddress address, long end)
            throws SystemCallException {
        boolean ipv6 = address instanceof Inet6Address;
        PacketSocket socket = PacketSocket.forNeighbours(ipv6, interfaceIndex);
        try {
            long pause = Math.clamp((end - System.nanoTime()) / QUESTIONS, MIN_PAUSE.toNanos(), MAX_PAUSE.toNanos());
            ByteBuffer frame = ByteBuffer.allocateDirect(2048);
            long now = System.nanoTime();
            long next = now;
            while (now - end < 0) {
                if (now - next >= 0) {
                    send(socket, interfaceIndex, asker, address);
                    next = now + pause;
                }
                long until = next - end < 0 ? next : end;
                boolean readable =
                        socket.descriptor().await(Duration.ofNanos(until - now).plusMillis(1));
                if (readable && socket.receive(frame) != 0) {
                    Optional<Claim> claim = Claim.in(frame, ipv6)
                            .filter(heard -> heard.address().equals(address))
                            .filter(heard -> !heard.mac().equals(asker));
                    if (claim.isPresent()) {
                        return new Answered(claim.get().mac());
                    }
                }
                now = System.nanoTime();
            }
            return new Silent();
        } finally {
            socket.closeBehind();
        }
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
