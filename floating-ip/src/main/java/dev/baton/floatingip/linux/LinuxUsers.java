package dev.baton.floatingip.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** Users and groups, and who is at the other end of a unix socket. Numbers are those of the kernel, without a sign. */
public final class LinuxUsers {

    /** {@code struct ucred} of unix(7): pid, uid, gid. */
    private static final int CREDENTIALS_BYTES = 12;

    /** Most users are in fewer groups; the kernel says how many when there are more. */
    private static final int USUAL_GROUPS = 64;

    private static final ThreadLocal<ByteBuffer> LENGTH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()));

    private LinuxUsers() {}

    /**
     * Who a process was when it connected.
     *
     * @param user its effective user
     * @param groups its effective group and the others that it was in
     */
    public record Peer(long user, Set<Long> groups) {

        public Peer {
            groups = Set.copyOf(groups);
        }
    }

    /**
     * The process at the other end of a connected unix socket (SO_PEERCRED and SO_PEERGROUPS of unix(7)).
     *
     * @param descriptor of this end
     * @throws IOException if the kernel does not say
     */
    public static Peer peer(int descriptor) throws IOException {
        try {
            ByteBuffer credentials = option(descriptor, LibC.SO_PEERCRED, CREDENTIALS_BYTES);
            Set<Long> groups = new HashSet<>();
            groups.add(Integer.toUnsignedLong(credentials.getInt(8)));
            ByteBuffer others = option(descriptor, LibC.SO_PEERGROUPS, USUAL_GROUPS * 4);
            while (others.hasRemaining()) {
                groups.add(Integer.toUnsignedLong(others.getInt()));
            }
            return new Peer(Integer.toUnsignedLong(credentials.getInt(4)), groups);
        } catch (SystemCallException e) {
            throw new IOException("the kernel does not say who has connected: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer option(int descriptor, int option, int bytes) throws SystemCallException {
        ByteBuffer value = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        ByteBuffer length = LENGTH.get().putInt(0, bytes);
        if (LibC.getsockopt(descriptor, LibC.SOL_SOCKET, option, value, length) == 0) {
            return value.limit(length.getInt(0));
        }
        int errno = Native.getLastError();
        if (errno == Errno.ERANGE.number() && length.getInt(0) > bytes) {
            return option(descriptor, option, length.getInt(0));
        }
        throw new SystemCallException("getsockopt " + option, errno);
    }

    /** The effective user of this process. */
    public static long self() {
        return Integer.toUnsignedLong(LibC.geteuid());
    }

    /** The name of a user; the number in words where there is none. */
    public static synchronized String name(long user) {
        Pointer entry = LibC.getpwuid((int) user);
        return entry == null ? "number " + user : entry.getPointer(0).getString(0);
    }

    /** The number of a group; empty if the machine knows none of that name. */
    public static synchronized OptionalLong group(String name) {
        Pointer entry = LibC.getgrnam(name);
        return entry == null
                ? OptionalLong.empty()
                : OptionalLong.of(Integer.toUnsignedLong(entry.getInt(2L * Native.POINTER_SIZE)));
    }
}
