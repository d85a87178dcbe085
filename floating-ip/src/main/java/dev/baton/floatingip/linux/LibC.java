package dev.baton.floatingip.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The few functions of the C library that are used, as they are; {@code errno} is {@link Native#getLastError()}. */
final class LibC {

    static final int AF_UNIX = 1;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    static final int SOL_SOCKET = 1;
    static final int SO_PEERCRED = 17;
    static final int SO_RCVTIMEO = 20;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_PEERGROUPS = 59;

    static final int SOL_NETLINK = 270;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_GET_STRICT_CHK = 12;

    static final int EFD_CLOEXEC = 0x80000;
    static final short POLLIN = 1;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, byte[] address, int length);

    static native int connect(int fd, byte[] address, int length);

    static native int setsockopt(int fd, int level, int option, byte[] value, int length);

    static native int getsockopt(int fd, int level, int option, ByteBuffer value, ByteBuffer length);

    static native long send(int fd, byte[] bytes, long length, int flags);

    static native long sendto(int fd, byte[] bytes, long length, int flags, byte[] address, int addressLength);

    static native long recv(int fd, ByteBuffer bytes, long length, int flags);

    static native long recvfrom(
            int fd, ByteBuffer bytes, long length, int flags, ByteBuffer address, ByteBuffer addressLength);

    static native long write(int fd, byte[] bytes, long length);

    static native int poll(ByteBuffer descriptors, long count, int timeoutMillis);

    static native int eventfd(int initial, int flags);

    static native int close(int fd);

    static native int clock_gettime(int clock, ByteBuffer timespec);

    static native int geteuid();

    /** {@code struct passwd}, whose first member points to the name; belongs to the library until the next call. */
    static native @Nullable Pointer getpwuid(int uid);

    /** {@code struct group}: two pointers, then the number; belongs to the library until the next call. */
    static native @Nullable Pointer getgrnam(String name);

    static native int setpriority(int which, int who, int nice);
}
