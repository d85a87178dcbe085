package dev.baton.bench.abuse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 by hand (RFC 9113, section 6), with fields that nobody compresses (RFC 7541, section 6.2.2). */
final class Frames {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final byte[] CANCEL = {0, 0, 0, 8};
    private static final int SHORT_STRING = 127;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** What a connection begins with, and settings without a word. */
    static Frames preface() {
        Frames frames = new Frames();
        frames.bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return frames.add(SETTINGS, 0, 0, new byte[0]);
    }

    Frames add(int type, int flags, int stream, byte[] payload) {
        bytes.writeBytes(ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
        return this;
    }

    Frames request(int stream, String method, String path, boolean last, byte... fields) {
        byte[] head = fields(":method", method, ":scheme", "http", ":authority", "bench", ":path", path);
        byte[] block = ByteBuffer.allocate(head.length + fields.length)
                .put(head)
                .put(fields)
                .array();
        return add(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block);
    }

    Frames reset(int stream) {
        return add(RST_STREAM, 0, stream, CANCEL);
    }

    /** @param pairs names and values by turns */
    static byte[] fields(String... pairs) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < pairs.length; i += 2) {
            block.write(0);
            string(block, pairs[i]);
            string(block, pairs[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        if (text.length() < SHORT_STRING) {
            out.write(text.length());
        } else {
            out.write(SHORT_STRING);
            int rest = text.length() - SHORT_STRING;
            for (; rest >= 128; rest >>= 7) {
                out.write((rest & 127) | 128);
            }
            out.write(rest);
        }
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
