package dev.baton.lb.affinity.replication;

import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.MalformedBatchException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Messages as bytes and back, big-endian.
 *
 * <pre>
 * message    version u8 = 1, kind u8, content
 * 1 hello    nothing
 * 2 part     stream i64, sequence i64, ends i64, batch to the end
 * 3 ack      stream i64, sequence i64
 * 4 digests  flags u8 (1 synced, 2 first), 1024 x i64
 * 5 want     id i64, 128 bytes, one bit a segment, the lowest first
 * 6 facts    to the end
 * </pre>
 */
final class MessageCodec {

    /** What stands around a batch. */
    static final int PART_HEAD_BYTES = 2 + 3 * Long.BYTES;

    private static final int VERSION = 1;
    private static final int HELLO = 1;
    private static final int PART = 2;
    private static final int ACK = 3;
    private static final int DIGESTS = 4;
    private static final int WANT = 5;
    private static final int FACTS = 6;
    private static final int WANT_BYTES = AffinityTable.SEGMENTS / Byte.SIZE;

    private MessageCodec() {}

    static byte[] encode(Message message) {
        return switch (message) {
            case Message.Hello() -> bytes(out(HELLO, 0));
            case Message.Part(long stream, long sequence, byte[] batch, long ends) ->
                bytes(out(PART, 3 * Long.BYTES + batch.length)
                        .putLong(stream)
                        .putLong(sequence)
                        .putLong(ends)
                        .put(batch));
            case Message.Ack(long stream, long sequence) ->
                bytes(out(ACK, 2 * Long.BYTES).putLong(stream).putLong(sequence));
            case Message.Digests(boolean synced, boolean first, long[] segments) -> {
                ByteBuffer out = out(DIGESTS, 1 + segments.length * Long.BYTES);
                out.put((byte) ((synced ? 1 : 0) | (first ? 2 : 0)));
                for (long segment : segments) {
                    out.putLong(segment);
                }
                yield bytes(out);
            }
            case Message.Want(long id, BitSet segments) ->
                bytes(out(WANT, Long.BYTES + WANT_BYTES)
                        .putLong(id)
                        .put(Arrays.copyOf(segments.toByteArray(), WANT_BYTES)));
            case Message.Facts(byte[] told) -> bytes(out(FACTS, told.length).put(told));
        };
    }

    /** @throws MalformedBatchException if it is not exactly one message */
    static Message decode(byte[] bytes) throws MalformedBatchException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int version = in.get();
            if (version != VERSION) {
                throw new MalformedBatchException("a message of version %d, not %d".formatted(version, VERSION));
            }
            int kind = in.get();
            Message message = switch (kind) {
                case HELLO -> new Message.Hello();
                case PART -> part(in);
                case ACK -> new Message.Ack(in.getLong(), in.getLong());
                case DIGESTS -> digests(in);
                case WANT -> new Message.Want(in.getLong(), BitSet.valueOf(take(in, WANT_BYTES)));
                case FACTS -> new Message.Facts(take(in, in.remaining()));
                default -> throw new MalformedBatchException("a message of kind %d".formatted(kind));
            };
            if (in.hasRemaining()) {
                throw new MalformedBatchException("%d bytes behind a message".formatted(in.remaining()));
            }
            return message;
        } catch (BufferUnderflowException _) {
            throw new MalformedBatchException("a message of %d bytes is cut off".formatted(bytes.length));
        }
    }

    private static Message.Part part(ByteBuffer in) {
        long stream = in.getLong();
        long sequence = in.getLong();
        long ends = in.getLong();
        return new Message.Part(stream, sequence, take(in, in.remaining()), ends);
    }

    private static Message.Digests digests(ByteBuffer in) {
        int flags = in.get();
        long[] segments = new long[AffinityTable.SEGMENTS];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = in.getLong();
        }
        return new Message.Digests((flags & 1) != 0, (flags & 2) != 0, segments);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] bytes(ByteBuffer full) {
        byte[] bytes = new byte[full.position()];
        full.flip().get(bytes);
        return bytes;
    }

    private static ByteBuffer out(int kind, int contentBytes) {
        return ByteBuffer.allocate(2 + contentBytes).put((byte) VERSION).put((byte) kind);
    }
}
