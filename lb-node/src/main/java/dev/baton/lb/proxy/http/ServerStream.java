package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.h2.FieldLines;
import dev.baton.lb.proxy.h2.MalformedException;
import dev.baton.lb.proxy.h2.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** One request on a connection that it shares with others, and its response. */
final class ServerStream implements Upstream, StreamSink {

    private static final byte[] NO_TRAILERS = {};

    /** A body of which so much was taken goes on to be taken. */
    private static final int PROVEN = 1 << 15;

    private final SharedConnection connection;
    private final Server server;
    private final StreamPieces pieces = new StreamPieces(this);
    private final ResponseLength length = new ResponseLength();
    private @Nullable Exchange exchange;
    private @Nullable Http2Stream stream;
    private long begunNanos;
    private boolean silent = true;
    private boolean refused;
    private boolean bodySent;
    private boolean paused;

    /** Bytes that came while the client took none: the server may not send as many again yet. */
    private int held;

    /** Bytes that were taken as they came, until they suffice for a proof. */
    private int taken;

    ServerStream(SharedConnection connection, Server server) {
        this.connection = connection;
        this.server = server;
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public void begin(Exchange next, ByteBuf head) {
        exchange = next;
        begunNanos = System.nanoTime();
        Http2Headers headers;
        try {
            headers = FieldLines.request(head, server.tls().isPresent(), server.addressText());
        } finally {
            head.release();
        }
        stream = connection.begin(this, headers, next.isSent());
        if (stream == null) {
            // It closes at this moment; the exchange is still being attached and must not hear of it before.
            connection.worker().worker().loop().execute(() -> closed(true));
        }
    }

    @Override
    public void piece(ByteBuf piece, boolean chunked) {
        pieces.add(piece);
    }

    @Override
    public void end(byte[] trailers, boolean chunked) {
        pieces.end(trailers);
    }

    @Override
    public void headers(Http2Headers headers, boolean last) {
        bodySent = true;
        if (stream != null) {
            connection.write(stream, headers, last);
        }
    }

    @Override
    public void data(ByteBuf data, boolean last) {
        bodySent = true;
        if (stream == null) {
            data.release();
        } else {
            connection.write(stream, data, last);
        }
    }

    @Override
    public void flush() {
        pieces.release();
        connection.flushSoon();
    }

    @Override
    public boolean isWritable() {
        return stream != null && connection.isWritable(stream);
    }

    /** More of the body may be sent. */
    void writable() {
        if (exchange != null && isWritable()) {
            exchange.serverWritable();
        }
    }

    @Override
    public void reads(boolean wanted) {
        paused = !wanted;
        Http2Stream from = stream;
        if (wanted && held > 0 && from != null) {
            int bytes = held;
            held = 0;
            connection.consumed(from, bytes);
        }
    }

    @Override
    public boolean isSilent() {
        return silent;
    }

    @Override
    public boolean isRefused() {
        return refused && silent && !bodySent;
    }

    @Override
    public void abandon() {
        boolean dead = exchange != null
                && silent
                && System.nanoTime() - begunNanos
                        > connection.timeouts().connect().toNanos()
                && connection.heardNanos() - begunNanos < 0;
        release(Http2Error.CANCEL);
        if (dead) {
            // The machine may be gone without a word, and others would wait there in vain, too.
            connection.leave();
        }
    }

    /** Ends this side of it; what still comes is for nobody. */
    private void release(Http2Error error) {
        if (exchange == null) {
            return;
        }
        Http2Stream from = over();
        if (from != null && from.state() != Http2Stream.State.CLOSED) {
            connection.forget(from);
            connection.reset(from, error);
        }
        connection.ended();
    }

    /** It belongs to nobody any more. */
    private @Nullable Http2Stream over() {
        Http2Stream was = stream;
        exchange = null;
        stream = null;
        pieces.drop();
        return was;
    }

    boolean isAnswered() {
        return length.isBegun();
    }

    void flushResponse() {
        if (exchange != null) {
            exchange.flushResponse();
        }
    }

    void head(Http2Headers headers, boolean last) throws MalformedException {
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        silent = false;
        current.progress();
        connection.touch(this);
        Head head = connection.worker().head();
        head.limits = HttpLimits.LARGEST;
        head.clear(ResponseHead.write(headers, head.bytes));
        Refusal refusal = HeadParser.response(head);
        if (refusal != null) {
            throw new MalformedException(refusal.reason());
        }
        if (head.status >= 200) {
            answer(current, head, last);
        } else if (last || head.status == 101) {
            throw new MalformedException("an interim head that ends, or switches protocols");
        } else {
            current.interim(head);
        }
    }

    private void answer(Exchange current, Head head, boolean last) throws MalformedException {
        current.answer(head, length.begin(head, current.isHead(), last));
        if (last) {
            finish(NO_TRAILERS);
        }
    }

    /**
     * A piece of the body.
     *
     * @param data not given away
     * @param bytes what the codec counts for it
     * @return how many of the bytes the server may send anew already
     */
    int data(ByteBuf data, int bytes, boolean last) throws MalformedException {
        Exchange current = exchange;
        if (current == null) {
            return bytes;
        }
        length.add(data.readableBytes(), last);
        connection.touch(this);
        if (data.isReadable()) {
            current.progress();
            current.piece(data.retainedSlice());
        }
        if (last) {
            finish(NO_TRAILERS);
            return bytes;
        }
        if (!paused) {
            prove(bytes);
            return bytes;
        }
        held += bytes;
        return 0;
    }

    /** The more is under way, the faster it goes; only a client that reads gets that. */
    private void prove(int bytes) {
        boolean proven = taken >= PROVEN;
        taken = Math.min(taken + bytes, PROVEN);
        if (!proven && taken >= PROVEN && stream != null) {
            connection.widen(stream);
        }
    }

    void trailers(byte[] lines, boolean last) throws MalformedException {
        if (!last) {
            throw new MalformedException("a second head");
        }
        length.requireNothingLeft();
        finish(lines);
    }

    private void finish(byte[] trailers) {
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        if (stream != null && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
            over();
            connection.ended();
        } else {
            // The rest of the request is of no use to it (RFC 9113, section 8.1).
            release(Http2Error.CANCEL);
        }
        current.finish(trailers);
    }

    /** What it says is no response. */
    void malformed(String why) {
        Exchange current = exchange;
        if (current != null) {
            release(Http2Error.PROTOCOL_ERROR);
            current.fail(new Refusal(
                    Refusal.Status.BAD_GATEWAY, "server " + server.name() + ": its response has " + why, Cause.PROXY));
        }
    }

    /**
     * It has ended before its time.
     *
     * @param unseen whether the server has not looked at it
     */
    void closed(boolean unseen) {
        Exchange current = exchange;
        if (current != null) {
            refused = unseen;
            over();
            connection.ended();
            if (isAnswered()) {
                // What came with the same turn is the client's, and an end without a word may overtake it.
                current.flushResponse();
            }
            current.lost(this);
        }
    }
}
