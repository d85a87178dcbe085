package dev.baton.floatingip.arp;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What Jazzer calls with bytes of its choice: a frame that is read must be the same after writing and reading. */
public final class ArpFuzz {

    private ArpFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Optional<ArpFrame> read = ArpFrame.decode(ByteBuffer.wrap(data));
        if (read.isPresent()
                && !ArpFrame.decode(ByteBuffer.wrap(read.get().encode())).equals(read)) {
            throw new AssertionError("changed by writing: " + read.get());
        }
    }
}
