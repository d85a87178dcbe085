package dev.baton.floatingip.linux;

/** Puts whole Ethernet frames on the wire; receives nothing, for which it needs protocol 0. */
final class PacketSocket implements AutoCloseable {

    private final Descriptor socket;

    private PacketSocket(Descriptor socket) {
        this.socket = socket;
    }

    static PacketSocket open() throws SystemCallException {
        return new PacketSocket(Descriptor.socket(LibC.AF_PACKET, LibC.SOCK_RAW, 0));
    }

    void send(int interfaceIndex, int etherType, byte[] frame) throws SystemCallException {
        socket.sendTo(frame, SocketAddresses.packet(interfaceIndex, etherType));
    }

    @Override
    public void close() {
        socket.close();
    }
}
