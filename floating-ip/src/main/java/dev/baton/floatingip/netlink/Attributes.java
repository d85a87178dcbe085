package dev.baton.floatingip.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type-length-value list ({@code struct rtattr}) at the end of a message. */
final class Attributes {

    private static final int HEADER = 4;
    /** Without NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, byte[]> values = new HashMap<>();

    private Attributes() {}

    /** Reads to the end of the buffer; of a repeated attribute the last one counts, as in the kernel. */
    static Attributes parse(ByteBuffer in) {
        Attributes attributes = new Attributes();
        while (in.remaining() >= HEADER) {
            int start = in.position();
            int length = Short.toUnsignedInt(in.getShort());
            int type = Short.toUnsignedInt(in.getShort()) & TYPE_MASK;
            if (length < HEADER || length > in.limit() - start) {
                throw new MalformedMessageException(
                        "attribute " + type + " of length " + length + " with " + (in.limit() - start) + " bytes left");
            }
            byte[] value = new byte[length - HEADER];
            in.get(value);
            attributes.values.put(type, value);
            in.position(Math.min(in.limit(), start + align(length)));
        }
        return attributes;
    }

    static int align(int length) {
        return (length + 3) & ~3;
    }

    byte @Nullable [] bytes(int type) {
        return values.get(type);
    }

    /** A string with or without its final zero; empty if absent. */
    String text(int type) {
        byte[] value = values.getOrDefault(type, new byte[0]);
        int end = 0;
        while (end < value.length && value[end] != 0) {
            end++;
        }
        return new String(value, 0, end, StandardCharsets.UTF_8);
    }

    int u32(int type, int absent) {
        byte[] value = values.get(type);
        return value == null ? absent : sized(type, value, 4).getInt();
    }

    int u8(int type, int absent) {
        byte[] value = values.get(type);
        return value == null ? absent : Byte.toUnsignedInt(sized(type, value, 1).get());
    }

    static ByteBuffer sized(int type, byte[] value, int atLeast) {
        if (value.length < atLeast) {
            throw new MalformedMessageException(
                    "attribute " + type + " has " + value.length + " bytes, expected " + atLeast);
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    }

    static void put(ByteBuffer out, int type, byte[] value) {
        out.putShort((short) (HEADER + value.length)).putShort((short) type).put(value);
        out.position(align(out.position()));
    }

    static void putText(ByteBuffer out, int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        byte[] terminated = new byte[text.length + 1];
        System.arraycopy(text, 0, terminated, 0, text.length);
        put(out, type, terminated);
    }

    static void putU32(ByteBuffer out, int type, int value) {
        out.putShort((short) (HEADER + 4)).putShort((short) type).putInt(value);
    }
}
