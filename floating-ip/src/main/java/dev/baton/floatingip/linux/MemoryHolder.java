package dev.baton.floatingip.linux;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second process that shares this one's memory and packet sockets ({@code holdmemory.c}), so that the kernel closes the
 * connections of a killed node at once, and not after it has given all of its memory back and waited for each packet
 * socket. It ends with this process. Without it peers and the dead man's switch hear of a death some 50 ms later, so its
 * failure is told in the log and nowhere else.
 */
final class MemoryHolder {

    private static final Logger log = LoggerFactory.getLogger(MemoryHolder.class);

    /** The second process runs this library's code, so it must stay loaded. */
    private static @Nullable NativeLibrary library;

    private MemoryHolder() {}

    /**
     * Starts it unless it was started before.
     *
     * @param sockets those that it keeps open
     */
    static synchronized void start(List<PacketSocket> sockets) {
        if (library != null) {
            return;
        }
        try {
            Path file = NativeFile.extract("libholdmemory-" + NativeFile.PROCESSOR + ".so");
            try {
                library = NativeLibrary.getInstance(file.toString());
            } finally {
                Files.delete(file);
            }
            int[] numbers = sockets.stream()
                    .mapToInt(socket -> socket.descriptor().number())
                    .sorted()
                    .toArray();
            int answer = library.getFunction("hold_memory").invokeInt(new Object[] {numbers, numbers.length});
            if (answer < 0) {
                throw new IOException(Errno.describe(-answer));
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            log.warn("a killed node is noticed some 50 ms later than it could be: {}", e.getMessage());
        }
    }
}
