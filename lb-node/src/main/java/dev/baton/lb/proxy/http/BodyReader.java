package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the body of one message in the bytes after its head (RFC 9112, sections 6 and 7), and takes it out of its
 * framing. One per connection, used again for every message.
 */
final class BodyReader {

    /** Bytes of a chunk's size line, extensions included. */
    private static final int MAX_CHUNK_LINE = 256;

    /** Bytes of all trailer lines. */
    private static final int MAX_TRAILERS = 8 * 1024;

    private static final int MAX_SIZE_DIGITS = 15;
    private static final byte[] NO_TRAILERS = {};

    private final Head scratch;
    private State state = State.DONE;
    private long left;
    private byte[] trailers = NO_TRAILERS;

    /**
     * @param scratch used for trailers only
     */
    BodyReader(Head scratch) {
        this.scratch = scratch;
    }

    /**
     * The body of a response (RFC 9112, 6.3).
     *
     * @param toHead whether it answers HEAD
     * @return how it is delimited
     */
    Framing begin(Head response, boolean toHead) {
        if (toHead || response.status == 204 || response.status == 304) {
            begin(0);
            return Framing.NONE;
        }
        if (response.chunked) {
            beginChunked();
            return Framing.CHUNKED;
        }
        if (response.contentLength >= 0) {
            begin(response.contentLength);
            return Framing.LENGTH;
        }
        beginUntilClose();
        return Framing.UNTIL_CLOSE;
    }

    void begin(long length) {
        trailers = NO_TRAILERS;
        left = length;
        state = length == 0 ? State.DONE : State.LENGTH;
    }

    void beginChunked() {
        trailers = NO_TRAILERS;
        state = State.CHUNK_LINE;
    }

    void beginUntilClose() {
        trailers = NO_TRAILERS;
        state = State.UNTIL_CLOSE;
    }

    /**
     * Takes the next piece of the body from the front of {@code in}.
     *
     * @return a retained slice; null when more bytes are needed, or when the body is done or broken
     */
    @Nullable ByteBuf next(ByteBuf in) {
        while (true) {
            switch (state) {
                case DONE, BROKEN -> {
                    return null;
                }
                case LENGTH, CHUNK_DATA -> {
                    return in.isReadable() ? data(in) : null;
                }
                case UNTIL_CLOSE -> {
                    return in.isReadable() ? in.readRetainedSlice(in.readableBytes()) : null;
                }
                case CHUNK_LINE -> {
                    if (!chunkLine(in)) {
                        return null;
                    }
                }
                case CHUNK_END -> {
                    if (!chunkEnd(in)) {
                        return null;
                    }
                }
                case TRAILERS -> {
                    if (!trailers(in)) {
                        return null;
                    }
                }
            }
        }
    }

    /** The sender closed: whether that ended the body properly. */
    boolean endOfStream() {
        if (state == State.UNTIL_CLOSE) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    /** The trailer lines that may be passed on, each with its CRLF; mostly none. */
    byte[] trailers() {
        return trailers;
    }

    private ByteBuf data(ByteBuf in) {
        int count = (int) Math.min(left, in.readableBytes());
        left -= count;
        if (left == 0) {
            state = state == State.LENGTH ? State.DONE : State.CHUNK_END;
        }
        return in.readRetainedSlice(count);
    }

    /** Whether it got anywhere. */
    private boolean chunkLine(ByteBuf in) {
        int length = in.bytesBefore((byte) '\n');
        if (length < 0 || length > MAX_CHUNK_LINE) {
            return (length >= 0 || in.readableBytes() > MAX_CHUNK_LINE) && broken();
        }
        int start = in.readerIndex();
        int end = start + length - 1;
        if (length < 2 || in.getByte(end) != '\r') {
            return broken();
        }
        int at = start;
        long size = 0;
        while (at < end && Ascii.hex(in.getByte(at)) >= 0) {
            size = size * 16 + Ascii.hex(in.getByte(at++));
        }
        if (at == start || at - start > MAX_SIZE_DIGITS || !isExtension(in, at, end)) {
            return broken();
        }
        in.readerIndex(end + 2);
        left = size;
        state = size == 0 ? State.TRAILERS : State.CHUNK_DATA;
        return true;
    }

    /** Nothing, or blanks and then something after a semicolon. Extensions are dropped, but a CR in one is a trick. */
    private static boolean isExtension(ByteBuf in, int start, int end) {
        int at = start;
        while (at < end && Ascii.isBlank(in.getByte(at))) {
            at++;
        }
        if (at < end ? in.getByte(at) != ';' : at > start) {
            return false;
        }
        while (at < end && Ascii.isValue(in.getByte(at))) {
            at++;
        }
        return at == end;
    }

    private boolean chunkEnd(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return in.isReadable() && in.getByte(in.readerIndex()) != '\r' && broken();
        }
        if (in.readByte() != '\r' || in.readByte() != '\n') {
            return broken();
        }
        state = State.CHUNK_LINE;
        return true;
    }

    private boolean trailers(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return false;
        }
        int start = in.readerIndex();
        if (in.getByte(start) == '\r' && in.getByte(start + 1) == '\n') {
            in.skipBytes(2);
            state = State.DONE;
            return true;
        }
        int length = new HeadFinder().find(in);
        if (length == HeadFinder.INCOMPLETE) {
            return in.readableBytes() > MAX_TRAILERS && broken();
        }
        if (length > MAX_TRAILERS) {
            return broken();
        }
        scratch.load(in, length, HttpLimits.LARGEST);
        if (FieldParser.parse(scratch, 0) != null) {
            return broken();
        }
        trailers = passable(scratch);
        state = State.DONE;
        return true;
    }

    /** Trailers must not change framing or routing (RFC 9110, 6.5.1). */
    private static byte[] passable(Head head) {
        byte[] lines = new byte[head.length + head.fields];
        int length = 0;
        for (int i = 0; i < head.fields; i++) {
            if (head.kinds[i] == Field.OTHER) {
                int name = head.nameEnd[i] - head.nameStart[i];
                System.arraycopy(head.bytes, head.nameStart[i], lines, length, name);
                length += name;
                lines[length++] = ':';
                lines[length++] = ' ';
                int value = head.valueEnd[i] - head.valueStart[i];
                System.arraycopy(head.bytes, head.valueStart[i], lines, length, value);
                length += value;
                lines[length++] = '\r';
                lines[length++] = '\n';
            }
        }
        return Arrays.copyOf(lines, length);
    }

    private boolean broken() {
        state = State.BROKEN;
        return true;
    }

    private enum State {
        LENGTH,
        CHUNK_LINE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        DONE,
        BROKEN
    }
}
