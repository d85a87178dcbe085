package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.h2.FieldLines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** A body that goes out on a stream of HTTP/2. One piece of it is kept back, which may turn out to be the last one. */
final class StreamPieces {

    private final StreamSink sink;
    private @Nullable ByteBuf held;

    StreamPieces(StreamSink sink) {
        this.sink = sink;
    }

    /** @param piece given away */
    void add(ByteBuf piece) {
        release();
        held = piece;
    }

    /** Writes what was kept back. */
    void release() {
        release(false);
    }

    private void release(boolean last) {
        ByteBuf piece = held;
        if (piece != null) {
            held = null;
            sink.data(piece, last);
        }
    }

    /** @param trailers lines, each with its CRLF; mostly none */
    void end(byte[] trailers) {
        if (trailers.length > 0) {
            release(false);
            sink.headers(FieldLines.trailers(trailers), true);
        } else if (held == null) {
            sink.data(Unpooled.EMPTY_BUFFER, true);
        } else {
            release(true);
        }
    }

    /** Forgets what was kept back. */
    void drop() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
