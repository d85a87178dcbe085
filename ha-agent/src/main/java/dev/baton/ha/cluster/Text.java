package dev.baton.ha.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Texts on the wire: one byte of length, then UTF-8. */
final class Text {

    private Text() {}

    static void putName(ByteBuffer out, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MessageCodec.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name \"%s\" has %d bytes, at most %d can be sent; shorten it"
                    .formatted(name, utf8.length, MessageCodec.MAX_NAME_BYTES));
        }
        out.put((byte) utf8.length).put(utf8);
    }

    static void putTruncated(ByteBuffer out, String text, int maxBytes) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, maxBytes);
        // A character is never cut in two: its later bytes begin with the bits 10 (RFC 3629 section 3).
        while (length < utf8.length && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        out.put((byte) length).put(utf8, 0, length);
    }
}
