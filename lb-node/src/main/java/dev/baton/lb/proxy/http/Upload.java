package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Trail;
import io.netty.buffer.ByteBuf;

/** Takes a request's body piece by piece off its client's connection, and sends it on. */
record Upload(RequestReader reader) {

    /** Whether it got anywhere. */
    boolean piece(Exchange to, Trail trail) {
        if (reader.isDone() || !to.isReady()) {
            return false;
        }
        ByteBuf piece = reader.next();
        Refusal complaint = reader.complaint();
        if (complaint != null) {
            to.fail(complaint);
            return false;
        }
        if (piece != null) {
            to.progress();
            trail.in(piece.readableBytes());
            to.sendPiece(piece, reader.isChunked());
        }
        if (reader.isDone()) {
            to.sendEnd(reader.trailers(), reader.isChunked());
        }
        return piece != null;
    }
}
