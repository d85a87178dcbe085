package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.h2.FieldLines;
import dev.baton.lb.proxy.http.HeadWriter.Connection;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import io.netty.buffer.ByteBuf;

/**
 * A response on a stream of HTTP/2. Its head is written as for HTTP/1.1, by what knows of edits and cookies, and then read
 * into fields.
 */
final class StreamResponse implements ResponseWriter {

    private final StreamSink sink;
    private final HttpWorker worker;
    private final boolean upgrade;
    private final FieldEdits edits;
    private final Bond bond;
    private final Trail trail;
    private final StreamPieces pieces;
    private boolean begun;
    private boolean ended;

    /**
     * @param upgrade whether the request asked for another protocol
     * @param edits changes of the response's fields
     * @param bond what becomes of the client's affinity
     * @param trail remembers what goes to the client
     */
    StreamResponse(StreamSink sink, HttpWorker worker, boolean upgrade, FieldEdits edits, Bond bond, Trail trail) {
        this.sink = sink;
        this.worker = worker;
        this.pieces = new StreamPieces(sink);
        this.upgrade = upgrade;
        this.edits = edits;
        this.bond = bond;
        this.trail = trail;
    }

    @Override
    public boolean isBegun() {
        return begun;
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public boolean endsWithConnection() {
        return false;
    }

    @Override
    public void interim(Head response) {
        ByteBuf out = worker.scratch();
        HeadWriter.response(response, out, Framing.NONE, Connection.UNSAID, FieldEdits.NONE);
        trail.out(out.readableBytes());
        sink.headers(FieldLines.response(out), false);
    }

    @Override
    public void begin(Head response, Framing from, boolean mayKeep) {
        begun = true;
        if (upgrade && response.status / 100 == 2) {
            // On a stream that would mean that the other protocol begins (RFC 8441, section 5), and it doesn't.
            response.status = Refusal.Status.BAD_GATEWAY.code;
        }
        ended = from == Framing.NONE || (from == Framing.LENGTH && response.contentLength == 0);
        ByteBuf out = head(response, framing(response, from), Connection.UNSAID);
        sink.headers(FieldLines.response(out), ended);
    }

    /** Whether the length is said, which it also is of a body that only a GET would have got. */
    private static Framing framing(Head response, Framing from) {
        return switch (from) {
            case LENGTH -> Framing.LENGTH;
            case CHUNKED, UNTIL_CLOSE -> Framing.NONE;
            case NONE -> response.status != 204 && response.contentLength >= 0 ? Framing.LENGTH : Framing.NONE;
        };
    }

    private ByteBuf head(Head response, Framing framing, Connection says) {
        ByteBuf out = worker.scratch();
        bond.answered(response);
        trail.answered(response.status, true);
        HeadWriter.response(response, out, framing, says, edits, bond);
        trail.out(out.readableBytes());
        return out;
    }

    @Override
    public void piece(ByteBuf piece) {
        trail.out(piece.readableBytes());
        pieces.add(piece);
    }

    /** Writes what was kept back. */
    void release() {
        pieces.release();
    }

    @Override
    public void end(byte[] trailers) {
        if (ended) {
            return;
        }
        ended = true;
        pieces.end(edits.trailers(trailers));
    }

    /** Forgets what was kept back. */
    void drop() {
        pieces.drop();
    }

    @Override
    public void upgrade(Head response) {
        begun = true;
        sink.headers(FieldLines.tunnel(head(response, Framing.NONE, Connection.UPGRADE)), false);
    }
}
