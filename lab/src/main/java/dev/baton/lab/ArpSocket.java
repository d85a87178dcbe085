package dev.baton.lab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** A packet socket (packet(7)) that hears ARP on one interface and sends whole frames. Lives as long as its JVM. */
@SuppressWarnings("restricted") // It calls the C library, which is the point of it.
final class ArpSocket {
    static final int ETHERTYPE = 0x0806;

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int MSG_DONTWAIT = 0x40;
    private static final short POLLIN = 1;
    private static final int LARGEST_FRAME = 1514;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int SOCKADDR_LL_INTERFACE = 4;
    private static final int POLLFD_BYTES = 8;

    private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET =
            function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle BIND =
            function("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle SEND =
            function("send", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle RECEIVE =
            function("recv", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle POLL =
            function("poll", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);

    private final Arena arena = Arena.global();
    private final MemorySegment errno = arena.allocate(ERRNO);
    private final MemorySegment frame = arena.allocate(LARGEST_FRAME);
    private final MemorySegment pollfd = arena.allocate(POLLFD_BYTES, Integer.BYTES);
    private final int descriptor;

    private ArpSocket(int interfaceIndex) throws IOException {
        descriptor = call(SOCKET, "socket", AF_PACKET, SOCK_RAW, (int) Short.reverseBytes((short) ETHERTYPE));
        MemorySegment address = arena.allocate(SOCKADDR_LL_BYTES, Integer.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(ValueLayout.JAVA_SHORT, Short.BYTES, Short.reverseBytes((short) ETHERTYPE));
        address.set(ValueLayout.JAVA_INT, SOCKADDR_LL_INTERFACE, interfaceIndex);
        call(BIND, "bind", descriptor, address, SOCKADDR_LL_BYTES);
        pollfd.set(ValueLayout.JAVA_INT, 0, descriptor);
        pollfd.set(ValueLayout.JAVA_SHORT, Integer.BYTES, POLLIN);
    }

    static ArpSocket open(int interfaceIndex) throws IOException {
        return new ArpSocket(interfaceIndex);
    }

    void send(byte[] bytes) throws IOException {
        MemorySegment.copy(bytes, 0, frame, ValueLayout.JAVA_BYTE, 0, bytes.length);
        call(SEND, "send", descriptor, frame, (long) bytes.length, 0);
    }

    /** Waits for a frame; an empty buffer means that none came in time. */
    ByteBuffer receive(int timeoutMillis) throws IOException {
        if (call(POLL, "poll", pollfd, 1L, timeoutMillis) == 0) {
            return ByteBuffer.allocate(0);
        }
        int length = call(RECEIVE, "recv", descriptor, frame, (long) LARGEST_FRAME, MSG_DONTWAIT);
        return ByteBuffer.wrap(frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    private int call(MethodHandle function, String name, Object... arguments) throws IOException {
        Object[] all = new Object[arguments.length + 1];
        all[0] = errno;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int result;
        try {
            result = (int) function.invokeWithArguments(all);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result < 0) {
            throw new IOException("%s failed: errno %d".formatted(name, (int) ERRNO_VALUE.get(errno, 0L)));
        }
        return result;
    }

    /** Results that are a long in C are small here. */
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }
}
