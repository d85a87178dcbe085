package dev.baton.lb.proxy.h2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/**
 * Writes the head of a response in the form of HTTP/1.1, so that everything behind it is the same for both. Refused is
 * what could make two heads of one, and what RFC 9113, section 8, forbids; the rest is for the parser of HTTP/1.1.
 */
public final class ResponseHead {

    static final AsciiString STATUS = AsciiString.cached(":status");
    private static final AsciiString VERSION = AsciiString.cached("HTTP/1.1 ");
    private static final int STATUS_DIGITS = 3;

    private final byte[] out;
    private int length;

    private ResponseHead(byte[] out) {
        this.out = out;
    }

    /**
     * @param headers from {@link Codec}
     * @param into has room for what {@link Codec} lets through
     * @return the length of the head in {@code into}
     * @throws MalformedException if it is no response
     */
    public static int write(Http2Headers headers, byte[] into) throws MalformedException {
        FieldBlock block = (FieldBlock) headers;
        if (block.isTooMany()) {
            throw new MalformedException("too many fields");
        }
        if (block.isTooLarge()) {
            throw new MalformedException("too large a head");
        }
        ResponseHead head = new ResponseHead(into);
        head.put(VERSION).put(status(block)).put(' ').line();
        for (int i = 1; i < block.size(); i++) {
            FieldRules.check(block.name(i), block.value(i));
            head.put(block.name(i)).put(':').put(' ').put(block.value(i)).line();
        }
        head.line();
        return head.length;
    }

    /**
     * The status alone.
     *
     * @param headers as above
     * @throws MalformedException if there is none
     */
    public static int status(Http2Headers headers) throws MalformedException {
        return status((FieldBlock) headers).parseInt();
    }

    private static AsciiString status(FieldBlock block) throws MalformedException {
        if (block.isEmpty() || !STATUS.contentEquals(block.name(0))) {
            throw new MalformedException("no :status before all else");
        }
        AsciiString value = block.value(0);
        boolean digits = value.length() == STATUS_DIGITS;
        for (int i = 0; digits && i < STATUS_DIGITS; i++) {
            digits = value.byteAt(i) >= '0' && value.byteAt(i) <= '9';
        }
        if (!digits) {
            throw new MalformedException(":status is not three digits");
        }
        return value;
    }

    private ResponseHead put(AsciiString text) {
        System.arraycopy(text.array(), text.arrayOffset(), out, length, text.length());
        length += text.length();
        return this;
    }

    private ResponseHead put(char each) {
        out[length++] = (byte) each;
        return this;
    }

    private void line() {
        put('\r').put('\n');
    }
}
