package dev.baton.floatingip.linux;

import dev.baton.floatingip.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The C structures that {@code bind} and {@code sendto} take. */
final class SocketAddresses {

    private SocketAddresses() {}

    /**
     * {@code struct sockaddr_nl}; the kernel chooses the port.
     *
     * @param groups RTMGRP_ bits to subscribe to
     */
    static byte[] netlink(int groups) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) LibC.AF_NETLINK)
                .putInt(8, groups)
                .array();
    }

    /**
     * {@code struct sockaddr_ll}.
     *
     * @param etherType in host order; on the wire it is big-endian
     */
    static byte[] packet(int interfaceIndex, int etherType) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) LibC.AF_PACKET)
                .put(2, (byte) (etherType >> 8))
                .put(3, (byte) etherType)
                .putInt(4, interfaceIndex)
                .put(11, (byte) MacAddress.LENGTH)
                .array();
    }
}
