package dev.baton.lb.system.hostile;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A packet socket (packet(7)) for whole IPv4 frames. Lives as long as its JVM. */
final class FrameSocket {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short IPV4 = 0x0800;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int LARGEST_FRAME = 65_536;
    private static final LibC LIBC = Native.load("c", LibC.class);

    private final int descriptor;
    private final byte[] buffer = new byte[LARGEST_FRAME];

    private FrameSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    static FrameSocket open(int interfaceIndex) throws IOException {
        try {
            int descriptor = LIBC.socket(AF_PACKET, SOCK_RAW, Short.reverseBytes(IPV4));
            byte[] address = new byte[SOCKADDR_LL_BYTES];
            ByteBuffer.wrap(address)
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) AF_PACKET)
                    .putShort(Short.reverseBytes(IPV4))
                    .putInt(interfaceIndex);
            LIBC.bind(descriptor, address, address.length);
            return new FrameSocket(descriptor);
        } catch (LastErrorException e) {
            throw new IOException("no packet socket: " + e.getMessage(), e);
        }
    }

    byte[] receive() throws IOException {
        try {
            return Arrays.copyOf(buffer, LIBC.recv(descriptor, buffer, buffer.length, 0));
        } catch (LastErrorException e) {
            throw new IOException("nothing received: " + e.getMessage(), e);
        }
    }

    void send(byte[] frame) throws IOException {
        try {
            LIBC.send(descriptor, frame, frame.length, 0);
        } catch (LastErrorException e) {
            throw new IOException("nothing sent: " + e.getMessage(), e);
        }
    }

    /** The C library; its own names for the functions. */
    interface LibC extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        int bind(int descriptor, byte[] address, int length) throws LastErrorException;

        int send(int descriptor, byte[] data, int length, int flags) throws LastErrorException;

        int recv(int descriptor, byte[] data, int length, int flags) throws LastErrorException;
    }
}
