package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.h2.MalformedException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on a stream of HTTP/2. What the server doesn't take yet waits here, no more of it than the window
 * that the client was given.
 */
final class StreamBody {

    private static final byte[] NO_TRAILERS = {};

    private final HttpLimits limits;
    private @Nullable Queue<ByteBuf> waiting;
    private byte[] trailers = NO_TRAILERS;
    private long announced = -1;
    private long size;
    private boolean chunked;
    private boolean over;
    private boolean done;
    private boolean sending;

    /** @param complete whether there is none */
    StreamBody(HttpLimits limits, boolean complete) {
        this.limits = limits;
        this.over = complete;
        this.done = complete;
    }

    /** @param tunnel whether what follows is no body, and waits for {@link #take} */
    void begin(Head head, boolean tunnel) {
        announced = head.contentLength;
        chunked = head.chunked;
        done |= tunnel;
    }

    /**
     * Compares with what was announced (RFC 9113, 8.1.1).
     *
     * @param last whether nothing follows
     */
    void received(int count, boolean last) throws MalformedException {
        size += count;
        over |= last;
        if (announced >= 0 && (size > announced || (last && size < announced))) {
            throw new MalformedException("content-length differs from the body");
        }
    }

    /** Whether the client sends nothing more. */
    boolean isOver() {
        return over;
    }

    /** Whether all of it is on its way to a server. */
    boolean isDone() {
        return done;
    }

    @Nullable Refusal complaint() {
        return size > limits.body() ? Refusal.bodyTooLarge(limits) : null;
    }

    /** @param data not given away */
    void add(ByteBuf data) {
        if (data.isReadable()) {
            if (waiting == null) {
                waiting = new ArrayDeque<>(4);
            }
            waiting.add(data.retain());
        }
    }

    void trailers(byte[] lines) {
        trailers = lines;
    }

    /**
     * Sends on what the server takes.
     *
     * @return how many bytes that was
     */
    int send(Exchange to, Trail trail) {
        if (done || sending) {
            return 0; // From the middle of a write: what came next would get between a chunk and its size.
        }
        sending = true;
        int taken = 0;
        while (waiting != null && !waiting.isEmpty() && to.isServerWritable()) {
            ByteBuf piece = waiting.remove();
            taken += piece.readableBytes();
            trail.in(piece.readableBytes());
            to.sendPiece(piece, chunked);
        }
        sending = false;
        if (over && (waiting == null || waiting.isEmpty()) && to.isReady()) {
            done = true;
            to.sendEnd(trailers, chunked);
        }
        return taken;
    }

    /** The next piece that waits; given away. */
    @Nullable ByteBuf take() {
        return waiting == null ? null : waiting.poll();
    }

    /** Forgets what was not sent. */
    void drop() {
        if (waiting != null) {
            waiting.forEach(ByteBuf::release);
            waiting = null;
        }
    }
}
