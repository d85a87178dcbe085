package dev.baton.lb.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What nodes tell each other of servers, as bytes in parts of a bounded length, big-endian: kind u8, then records. Texts
 * are length u16, UTF-8.
 */
public final class FactParts {

    private final int kind;
    private final int maxBytes;
    private final List<byte[]> parts = new ArrayList<>();
    private ByteBuffer out;

    /** @param maxBytes of each part; a record is shorter */
    FactParts(int kind, int maxBytes) {
        this.kind = kind;
        this.maxBytes = maxBytes;
        this.out = begin();
    }

    /** What a part is about: {@link WishCodec#KIND}, {@link JudgementCodec#KIND} or that of others; 0 of an empty one. */
    public static int kindOf(byte[] part) {
        return part.length == 0 ? 0 : part[0];
    }

    /** Where a record can be written. */
    ByteBuffer record(int bytes) {
        if (out.remaining() < bytes) {
            end();
            out = begin();
        }
        return out;
    }

    /** All of them; none when there was no record. */
    List<byte[]> parts() {
        end();
        return parts;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static void write(byte[] text, ByteBuffer out) {
        out.putShort((short) text.length).put(text);
    }

    static String text(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    private ByteBuffer begin() {
        return ByteBuffer.allocate(maxBytes).put((byte) kind);
    }

    private void end() {
        if (out.position() > 1) {
            byte[] part = new byte[out.position()];
            out.flip().get(part);
            parts.add(part);
        }
    }
}
