package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.http.HeadWriter.Connection;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** A response of HTTP/1. */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class PlainResponse implements ResponseWriter {

    private final Channel client;
    private final RequestTraits traits;
    private final FieldEdits edits;
    private final Bond bond;
    private final Trail trail;
    private Framing framing = Framing.NONE;
    private boolean begun;
    private boolean keeps;

    /**
     * @param edits changes of the response's fields
     * @param bond what becomes of the client's affinity
     * @param trail remembers what goes to the client
     */
    PlainResponse(Channel client, RequestTraits traits, FieldEdits edits, Bond bond, Trail trail) {
        this.client = client;
        this.traits = traits;
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
        return keeps;
    }

    @Override
    public boolean endsWithConnection() {
        return framing == Framing.UNTIL_CLOSE;
    }

    @Override
    public void interim(Head response) {
        if (traits.http11()) {
            ByteBuf out = client.alloc().ioBuffer(response.length + 64);
            HeadWriter.response(response, out, Framing.NONE, Connection.UNSAID, FieldEdits.NONE);
            write(out);
        }
    }

    @Override
    public void begin(Head response, Framing from, boolean mayKeep) {
        begun = true;
        trail.answered(response.status, true);
        Framing to = towardsClient(response, from);
        keeps = traits.keepsAlive() && to != Framing.UNTIL_CLOSE && mayKeep;
        Connection says = !keeps ? Connection.CLOSE : traits.http11() ? Connection.UNSAID : Connection.KEEP_ALIVE;
        ByteBuf out = client.alloc().ioBuffer(response.length + 64);
        bond.answered(response);
        HeadWriter.response(response, out, to, says, edits, bond);
        write(out);
        framing = from == Framing.NONE ? Framing.NONE : to;
    }

    /** For a response without a body: what the head says about the one that a GET would have got. */
    private Framing towardsClient(Head response, Framing from) {
        return switch (from) {
            case LENGTH -> Framing.LENGTH;
            case CHUNKED, UNTIL_CLOSE -> traits.http11() ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
            case NONE -> {
                if (response.status == 204) {
                    yield Framing.NONE;
                }
                if (response.chunked && traits.head() && traits.http11()) {
                    yield Framing.CHUNKED;
                }
                yield response.contentLength >= 0 ? Framing.LENGTH : Framing.NONE;
            }
        };
    }

    @Override
    public void piece(ByteBuf piece) {
        trail.out(piece.readableBytes());
        Chunks.write(client, piece, framing == Framing.CHUNKED);
    }

    @Override
    public void end(byte[] trailers) {
        if (framing == Framing.CHUNKED) {
            Chunks.end(client, edits.trailers(trailers));
        }
    }

    @Override
    public void upgrade(Head response) {
        ByteBuf out = client.alloc().ioBuffer(response.length + 64);
        bond.answered(response);
        trail.answered(response.status, true);
        HeadWriter.response(response, out, Framing.NONE, Connection.UPGRADE, edits, bond);
        write(out);
    }

    private void write(ByteBuf head) {
        trail.out(head.readableBytes());
        client.write(head, client.voidPromise());
    }
}
