package dev.baton.floatingip.linux;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** An open file descriptor that is closed once; everything is close-on-exec, so that no child inherits it. */
final class Descriptor implements AutoCloseable {

    private final int number;
    private boolean closed;

    private Descriptor(int number) {
        this.number = number;
    }

    static Descriptor socket(int domain, int type, int protocol) throws SystemCallException {
        return new Descriptor((int) checked("socket", LibC.socket(domain, type | LibC.SOCK_CLOEXEC, protocol)));
    }

    /** Becomes readable, for good, when written to: wakes a thread out of {@link #await}. */
    static Descriptor event() throws SystemCallException {
        return new Descriptor((int) checked("eventfd", LibC.eventfd(0, LibC.EFD_CLOEXEC)));
    }

    void bind(byte[] address) throws SystemCallException {
        checked("bind", LibC.bind(number, address, address.length));
    }

    void set(int level, int option, int value) throws SystemCallException {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
        checked("setsockopt " + option, LibC.setsockopt(number, level, option, bytes, bytes.length));
    }

    void receiveTimeout(Duration timeout) throws SystemCallException {
        byte[] timeval = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(timeout.toSeconds())
                .putLong(timeout.toNanosPart() / 1000)
                .array();
        checked("setsockopt SO_RCVTIMEO", LibC.setsockopt(number, LibC.SOL_SOCKET, LibC.SO_RCVTIMEO, timeval, 16));
    }

    void send(byte[] bytes) throws SystemCallException {
        checked("send", LibC.send(number, bytes, bytes.length, 0));
    }

    void sendTo(byte[] bytes, byte[] address) throws SystemCallException {
        checked("sendto", LibC.sendto(number, bytes, bytes.length, 0, address, address.length));
    }

    /** Fills the buffer with one datagram and flips it. */
    void receive(ByteBuffer buffer) throws SystemCallException {
        buffer.clear();
        long length;
        do {
            length = LibC.recv(number, buffer, buffer.capacity(), 0);
        } while (length < 0 && Native.getLastError() == Errno.EINTR.number());
        buffer.limit((int) checked("recv", length));
    }

    void wake() throws SystemCallException {
        byte[] one =
                ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(1).array();
        checked("write", LibC.write(number, one, one.length));
    }

    /**
     * Waits until one of the two is readable or the time is over.
     *
     * @param millis -1 waits without end
     * @return whether the first one is
     */
    static boolean await(Descriptor first, Descriptor second, int millis) throws SystemCallException {
        ByteBuffer descriptors = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        descriptors.putInt(0, first.number).putShort(4, LibC.POLLIN);
        descriptors.putInt(8, second.number).putShort(12, LibC.POLLIN);
        int ready = LibC.poll(descriptors, 2, millis);
        if (ready < 0 && Native.getLastError() != Errno.EINTR.number()) {
            throw new SystemCallException("poll", Native.getLastError());
        }
        return ready > 0 && descriptors.getShort(6) != 0;
    }

    private static long checked(String call, long result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, Native.getLastError());
        }
        return result;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            LibC.close(number);
        }
    }
}
