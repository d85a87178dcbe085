package dev.baton.ha.cluster;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Session state on the wire: kind u8 = 83, node text, incarnation i64, sequence i64, state to the end.
 *
 * @param node the sender's name
 * @param incarnation the sender's present life on the interconnect
 * @param sequence grows by one with each frame of this incarnation
 * @param state what the interconnect need not understand
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record StateFrame(String node, long incarnation, long sequence, byte[] state) {

    /** Longer than this is no frame. */
    public static final int MAX_BYTES = StateChannel.MAX_BYTES + 2 + MessageCodec.MAX_NAME_BYTES + 2 * Long.BYTES;

    /** Tells it from an envelope, which begins with its version. */
    private static final int KIND = 83;

    public StateFrame {
        requireNonNull(node, "node is null");
        requireNonNull(state, "state is null");
        if (state.length > StateChannel.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "%d bytes of state are more than %d".formatted(state.length, StateChannel.MAX_BYTES));
        }
    }

    /** Whether bytes claim to be a frame. */
    public static boolean isFrame(byte first) {
        return first == KIND;
    }

    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES - StateChannel.MAX_BYTES + state.length);
        out.put((byte) KIND);
        Text.putName(out, node);
        out.putLong(incarnation).putLong(sequence).put(state);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** @throws MessageFormatException if the bytes are not a frame */
    public static StateFrame decode(byte[] bytes) throws MessageFormatException {
        if (bytes.length > MAX_BYTES) {
            throw new MessageFormatException("%d bytes are too many for state".formatted(bytes.length));
        }
        WireReader in = new WireReader(bytes);
        int kind = in.u8();
        if (kind != KIND) {
            throw new MessageFormatException("kind %d is not %d".formatted(kind, KIND));
        }
        String node = in.name();
        long incarnation = in.i64();
        long sequence = in.i64();
        byte[] state = in.rest();
        if (state.length > StateChannel.MAX_BYTES) {
            throw new MessageFormatException("%d bytes of state are too many".formatted(state.length));
        }
        return new StateFrame(node, incarnation, sequence, state);
    }
}
