package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** Takes one request after the other off what a client has sent, within its frontend's limits. */
final class RequestReader {

    /** Bytes that may wait here before the socket isn't read any more. */
    private static final int MAX_WAITING = 64 * 1024;

    /** What HTTP/2 begins with, as far as it looks like a head of HTTP/1.1 (RFC 9113, 3.4). */
    private static final byte[] PREFACE = Ascii.bytes("PRI * HTTP/2.0\r\n\r\n");

    /** The first two bytes of a record of TLS (RFC 8446, section 5.1). */
    private static final byte HANDSHAKE = 22;

    private static final byte TLS_MAJOR = 3;

    private final Head head;
    private final HttpLimits limits;
    private final HeadFinder finder = new HeadFinder();
    private final BodyReader body;
    private @Nullable ByteBuf received;
    private boolean chunked;
    private boolean taken;
    private long bodySize;

    /** @param head where heads are parsed into; other connections use it as well */
    RequestReader(Head head, HttpLimits limits) {
        this.head = head;
        this.limits = limits;
        this.body = new BodyReader(head);
    }

    /** Takes over what the client has sent. */
    void add(ByteBuf bytes, ByteBufAllocator alloc) {
        received = received == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(alloc, received, bytes);
    }

    boolean isEmpty() {
        return received == null || !received.isReadable();
    }

    /** Whether what waits here is the beginning of HTTP/2. */
    boolean isHttp2() {
        ByteBuf in = received;
        if (in == null || in.readableBytes() < PREFACE.length) {
            return false;
        }
        for (int i = 0; i < PREFACE.length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether enough waits here. */
    boolean isFull() {
        return received != null && received.readableBytes() > MAX_WAITING;
    }

    /** Lets go of the memory of what was read. */
    void tidy() {
        if (received != null && !received.isReadable()) {
            drop();
        }
    }

    /** Forgets what was not read. */
    void drop() {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    /** Gives away what was not read. */
    @Nullable ByteBuf leave() {
        ByteBuf rest = received;
        received = null;
        return rest;
    }

    /** Looks for the next head, and takes it off when it is there. Its body is what {@link #next} reads from then on. */
    HeadStep head() {
        ByteBuf in = received;
        taken = false;
        if (in == null) {
            return HeadStep.Plain.NONE;
        }
        finder.skipEmptyLines(in);
        if (!in.isReadable()) {
            return HeadStep.Plain.NONE;
        }
        if (isTls(in)) {
            return new HeadStep.Refused(Refusal.TLS);
        }
        int length = finder.find(in);
        if (length == HeadFinder.INCOMPLETE && in.readableBytes() <= limits.head()) {
            return HeadStep.Plain.INCOMPLETE;
        }
        if (length == HeadFinder.INCOMPLETE || length > limits.head()) {
            return new HeadStep.Refused(tooLong(in));
        }
        head.load(in, length, limits);
        taken = true;
        Refusal refusal = HeadParser.request(head);
        if (refusal != null) {
            return new HeadStep.Refused(refusal);
        }
        beginBody();
        return HeadStep.Plain.COMPLETE;
    }

    /** What there is of a head that {@link #head} did not find complete: bytes without parts. */
    Head begun() {
        if (!taken && received != null) {
            int count = Math.min(received.readableBytes(), head.bytes.length);
            received.getBytes(received.readerIndex(), head.bytes, 0, count);
            head.clear(count);
        }
        return head;
    }

    /** A handshake has no lines: its end would be waited for in vain. */
    private static boolean isTls(ByteBuf in) {
        int at = in.readerIndex();
        return in.readableBytes() >= 2 && in.getByte(at) == HANDSHAKE && in.getByte(at + 1) == TLS_MAJOR;
    }

    private Refusal tooLong(ByteBuf in) {
        return in.bytesBefore(Math.min(in.readableBytes(), limits.line()), (byte) '\n') < 0
                ? Refusal.lineTooLong(limits)
                : Refusal.headTooLarge(limits);
    }

    private void beginBody() {
        bodySize = 0;
        chunked = head.chunked;
        if (chunked) {
            body.beginChunked();
        } else {
            body.begin(Math.max(0, head.contentLength));
        }
    }

    /** The next piece of the body, retained; null when there is none yet, none any more, or a {@link #complaint}. */
    @Nullable ByteBuf next() {
        ByteBuf piece = received == null ? null : body.next(received);
        if (piece != null) {
            bodySize += piece.readableBytes();
            if (bodySize > limits.body()) {
                piece.release();
                return null;
            }
        }
        return piece;
    }

    /** What is wrong with the body, as far as it was read; mostly null. */
    @Nullable Refusal complaint() {
        if (bodySize > limits.body()) {
            return Refusal.bodyTooLarge(limits);
        }
        return body.isBroken() ? Refusal.bad("malformed chunk") : null;
    }

    /** Whether the request was read to its end. */
    boolean isDone() {
        return body.isDone();
    }

    /** Whether the body came in chunks, and goes on in chunks. */
    boolean isChunked() {
        return chunked;
    }

    /** The fields after a chunked body that is done. */
    byte[] trailers() {
        return body.trailers();
    }
}
