package dev.baton.floatingip.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The run of a process that binds addresses: a random number that each of its addresses carries, and a name that only one
 * process in a network namespace can have, an abstract Unix socket. The kernel frees the name when the process ends,
 * however it ends, so whether the owner of an address still runs can be known for sure.
 */
final class Life implements AutoCloseable {

    private final int number;
    private final Optional<Descriptor> name;
    private final Descriptor asking;

    private Life(int number, Optional<Descriptor> name, Descriptor asking) {
        this.number = number;
        this.name = name;
        this.asking = asking;
    }

    /** Begins a life in the network namespace of the calling thread. */
    static Life begin() throws SystemCallException {
        int number = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        Descriptor name = socket();
        try {
            name.bind(address(number));
            return new Life(number, Optional.of(name), socket());
        } catch (SystemCallException e) {
            name.close();
            throw e;
        }
    }

    /** Binds nothing, and only looks whether others live in the network namespace of the calling thread. */
    static Life onlooker() throws SystemCallException {
        return new Life(0, Optional.empty(), socket());
    }

    /** Whether a process lives whose addresses carry that number; this one counts. */
    boolean isLived(int other) throws SystemCallException {
        try {
            asking.connect(address(other));
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.ECONNREFUSED)) {
                return false;
            }
            throw e;
        }
    }

    private static Descriptor socket() throws SystemCallException {
        return Descriptor.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM, 0);
    }

    /** {@code struct sockaddr_un}, whose path begins with a zero byte: a name in no file system. */
    private static byte[] address(int number) {
        byte[] text = ("baton-life-" + Integer.toUnsignedString(number)).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(3 + text.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) LibC.AF_UNIX)
                .put((byte) 0)
                .put(text)
                .array();
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        name.ifPresent(Descriptor::close);
        asking.close();
    }
}
