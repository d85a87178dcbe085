package dev.baton.floatingip.ndp;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What Jazzer calls with bytes of its choice: a frame that is read must be the same after writing and reading. */
public final class NeighbourFuzz {

    private static final int IP = 14;
    private static final int ICMP = IP + 40;
    private static final int SHORTEST = 24;

    private NeighbourFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        survives(data);
        ByteBuffer mended = ByteBuffer.wrap(data.clone());
        if (data.length < ICMP + SHORTEST) {
            return;
        }
        // No fuzzer guesses a checksum: behind it lie the options, the only list of variable length.
        int length = Short.toUnsignedInt(mended.getShort(IP + 4));
        if (length <= data.length - ICMP) {
            mended.putShort(ICMP + 2, (short) 0);
            mended.putShort(ICMP + 2, (short) Checksum.icmpv6(mended, IP, length));
            survives(mended.array());
        }
    }

    private static void survives(byte[] frame) {
        Optional<NeighbourFrame> read = NeighbourFrame.decode(ByteBuffer.wrap(frame));
        if (read.isPresent()
                && !NeighbourFrame.decode(ByteBuffer.wrap(read.get().encode())).equals(read)) {
            throw new AssertionError("changed by writing: " + read.get());
        }
    }
}
