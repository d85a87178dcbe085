package dev.baton.lb.proxy.h2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;

/** The fields behind a body, which RFC 9110, section 6.5.1, does not want to say anything about framing or routing. */
public final class Trailers {

    private static final byte[] NONE = {};

    private Trailers() {}

    /**
     * As lines of HTTP/1.1, each with its CRLF.
     *
     * @param headers from {@link Codec}
     * @throws MalformedException if they are none
     */
    public static byte[] lines(Http2Headers headers) throws MalformedException {
        FieldBlock block = (FieldBlock) headers;
        if (block.isTooMany()) {
            throw new MalformedException("too many trailers");
        }
        if (block.isTooLarge()) {
            throw new MalformedException("too large trailers");
        }
        byte[] lines = new byte[room(block)];
        int length = 0;
        for (int i = 0; i < block.size(); i++) {
            AsciiString name = block.name(i);
            FieldRules.check(name, block.value(i));
            if (!FieldRules.isControl(name)) {
                length = put(name, lines, length);
                lines[length++] = ':';
                lines[length++] = ' ';
                length = put(block.value(i), lines, length);
                lines[length++] = '\r';
                lines[length++] = '\n';
            }
        }
        return length == 0 ? NONE : Arrays.copyOf(lines, length);
    }

    private static int room(FieldBlock block) {
        int room = 0;
        for (int i = 0; i < block.size(); i++) {
            room += block.name(i).length() + block.value(i).length() + 4;
        }
        return room;
    }

    private static int put(AsciiString text, byte[] into, int at) {
        System.arraycopy(text.array(), text.arrayOffset(), into, at, text.length());
        return at + text.length();
    }
}
