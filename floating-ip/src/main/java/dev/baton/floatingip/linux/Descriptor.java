package dev.baton.floatingip.linux;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An open file descriptor that is closed once; everything is close-on-exec, so that no child inherits it. */
final class Descriptor implements AutoCloseable {

    private static final int CLOSED = -1;

    /** The kernel gives the number of a closed one to the next: nobody may use it by mistake. */
    private volatile int number;

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

    int number() {
        return number;
    }

    void bind(byte[] address) throws SystemCallException {
        checked("bind", LibC.bind(number, address, address.length));
    }

    void connect(byte[] address) throws SystemCallException {
        checked("connect", LibC.connect(number, address, address.length));
    }

    void set(int level, int option, int value) throws SystemCallException {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
        set(level, option, bytes);
    }

    void set(int level, int option, byte[] value) throws SystemCallException {
        checked("setsockopt " + option, LibC.setsockopt(number, level, option, value, value.length));
    }

    void receiveTimeout(Duration timeout) throws SystemCallException {
        byte[] timeval = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(timeout.toSeconds())
                .putLong(timeout.toNanosPart() / 1000)
                .array();
        set(LibC.SOL_SOCKET, LibC.SO_RCVTIMEO, timeval);
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

    /** Like {@link #receive(ByteBuffer)}, and fills the second buffer with the sender's address. */
    void receive(ByteBuffer buffer, ByteBuffer from) throws SystemCallException {
        ByteBuffer length =
                ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putInt(0, from.capacity());
        buffer.clear();
        buffer.limit((int) checked("recvfrom", LibC.recvfrom(number, buffer, buffer.capacity(), 0, from, length)));
    }

    /** Waits until it is readable; false if it is not when the time is over. */
    boolean await(Duration atMost) throws SystemCallException {
        return poll(List.of(this), (int) Math.min(Integer.MAX_VALUE, atMost.toMillis()))
                        .getShort(6)
                != 0;
    }

    /**
     * Waits until the first or one of the others is readable, or a signal comes.
     *
     * @return whether the first one is
     */
    static boolean await(Descriptor first, List<Descriptor> others) throws SystemCallException {
        List<Descriptor> all = new ArrayList<>(others);
        all.addFirst(first);
        return poll(all, -1).getShort(6) != 0;
    }

    /** Returns the {@code struct pollfd} of each, of 8 bytes, with the events that came at offset 6. */
    private static ByteBuffer poll(List<Descriptor> descriptors, int millis) throws SystemCallException {
        ByteBuffer entries = ByteBuffer.allocateDirect(8 * descriptors.size()).order(ByteOrder.nativeOrder());
        for (Descriptor descriptor : descriptors) {
            entries.putInt(descriptor.number).putShort(LibC.POLLIN).putShort((short) 0);
        }
        if (LibC.poll(entries.rewind(), descriptors.size(), millis) < 0
                && Native.getLastError() != Errno.EINTR.number()) {
            throw new SystemCallException("poll", Native.getLastError());
        }
        return entries;
    }

    private static long checked(String call, long result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, Native.getLastError());
        }
        return result;
    }

    @Override
    public synchronized void close() {
        int open = number;
        number = CLOSED;
        if (open != CLOSED) {
            LibC.close(open);
        }
    }
}
