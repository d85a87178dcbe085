package dev.baton.lb.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Finds where a head ends in bytes that arrive piece by piece, looking at each byte once. An empty line ends it, with
 * or without its CR: a sloppy head must be found in order to be refused at once.
 */
final class HeadFinder {

    /** The head is not there in full. */
    static final int INCOMPLETE = -1;

    private int seen;

    /** Some clients send a CRLF too many after a body: RFC 9112, 2.2. */
    void skipEmptyLines(ByteBuf in) {
        while (in.readableBytes() >= 2
                && in.getByte(in.readerIndex()) == '\r'
                && in.getByte(in.readerIndex() + 1) == '\n') {
            in.skipBytes(2);
            seen = 0;
        }
    }

    /** Bytes of the head at the front of {@code in}, the empty line included, or {@link #INCOMPLETE}. */
    int find(ByteBuf in) {
        int start = in.readerIndex();
        int limit = in.writerIndex();
        int from = start + seen;
        while (from < limit) {
            int lf = in.indexOf(from, limit, (byte) '\n');
            if (lf < 0) {
                break;
            }
            int next = lf + 1;
            if (next < limit && in.getByte(next) == '\r') {
                next++;
            }
            if (next >= limit) {
                seen = lf - start;
                return INCOMPLETE;
            }
            if (in.getByte(next) == '\n') {
                seen = 0;
                return next + 1 - start;
            }
            from = lf + 1;
        }
        seen = limit - start;
        return INCOMPLETE;
    }
}
