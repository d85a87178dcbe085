package dev.baton.floatingip.linux;

import dev.baton.floatingip.arp.ArpFrame;
import dev.baton.floatingip.ndp.NeighbourFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whole Ethernet frames, to and from the wire.
 *
 * <p>To close one takes 8 to 25 ms: the kernel waits until no processor looks at it any more ({@code packet_release()} in
 * net/packet/af_packet.c calls {@code synchronize_net()}). So nobody on the way to an address waits for that, and
 * {@link MemoryHolder} takes it off a process that is killed.
 */
final class PacketSocket implements AutoCloseable {

    private static final int INTERFACE_INDEX = 4;

    private final Descriptor socket;

    private PacketSocket(Descriptor socket) {
        this.socket = socket;
    }

    /** Sends and hears nothing, for which it needs protocol 0. */
    static PacketSocket forSending() throws SystemCallException {
        return new PacketSocket(Descriptor.socket(LibC.AF_PACKET, LibC.SOCK_RAW, 0));
    }

    /**
     * Hears ARP, or neighbour discovery.
     *
     * @param interfaceIndex 0 for all interfaces
     */
    static PacketSocket forNeighbours(boolean ipv6, int interfaceIndex) throws SystemCallException {
        Descriptor socket = Descriptor.socket(LibC.AF_PACKET, LibC.SOCK_RAW | LibC.SOCK_NONBLOCK, 0);
        try {
            if (ipv6) {
                NeighbourFilter.attach(socket);
            }
            socket.bind(SocketAddresses.packet(interfaceIndex, ipv6 ? NeighbourFrame.ETHERTYPE : ArpFrame.ETHERTYPE));
            return new PacketSocket(socket);
        } catch (SystemCallException e) {
            socket.close();
            throw e;
        }
    }

    void send(int interfaceIndex, int etherType, byte[] frame) throws SystemCallException {
        socket.sendTo(frame, SocketAddresses.packet(interfaceIndex, etherType));
    }

    /**
     * Fills the buffer with a frame if there is one.
     *
     * @return the index of the interface it came from; 0 if there was none
     */
    int receive(ByteBuffer frame) throws SystemCallException {
        ByteBuffer from = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder());
        try {
            socket.receive(frame, from);
            return from.getInt(INTERFACE_INDEX);
        } catch (SystemCallException e) {
            if (e.is(Errno.EAGAIN)) {
                return 0;
            }
            throw e;
        }
    }

    Descriptor descriptor() {
        return socket;
    }

    /** Closes it soon, without holding up whoever is done with it. */
    void closeBehind() {
        Thread.ofPlatform().daemon().name("baton-close").start(this::close);
    }

    @Override
    public void close() {
        socket.close();
    }
}
