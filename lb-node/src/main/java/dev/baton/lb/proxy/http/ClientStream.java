package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.h2.FieldLines;
import dev.baton.lb.proxy.h2.MalformedException;
import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.Security;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request of an HTTP/2 connection and what becomes of it. */
final class ClientStream implements Requester, StreamSink {

    /**
     * So long a client that was answered early may take to end its request by itself, as most are about to. Until then its
     * stream counts among those it may have, so that early answers are no way to ever more requests.
     */
    private static final Duration LINGER = Duration.ofMillis(100);

    private final MultiplexedConnection connection;
    private final Http2Stream stream;
    private final Trail trail;
    private final Deadline deadline = new Patience();
    private final StreamBody body;
    private @Nullable StreamResponse response;
    private @Nullable Exchange exchange;
    private @Nullable StreamTunnel tunnel;
    private boolean upgrade;
    private boolean answered;
    private boolean closed;

    /** @param complete whether the request has no body */
    ClientStream(MultiplexedConnection connection, Http2Stream stream, Trail trail, boolean complete) {
        this.connection = connection;
        this.stream = stream;
        this.trail = trail;
        this.body = new StreamBody(connection.limits(), complete);
        trail.begin();
        deadline.in(timeouts().client());
        connection.deadlines().add(deadline);
    }

    /**
     * The head of the request is in the worker's.
     *
     * @param tunneled whether it asks for another protocol on its stream
     */
    void request(Head head, boolean tunneled, Reception reception) {
        upgrade = tunneled;
        body.begin(head, tunneled);
        touch();
        Exchange next = reception.receive(this);
        if (next != null) {
            exchange = next;
            next.start();
            process();
        }
    }

    /**
     * A piece of the body.
     *
     * @param data not given away
     * @return how many bytes may be acknowledged at once
     * @throws MalformedException if it is not what was announced
     */
    int received(ByteBuf data, boolean last) throws MalformedException {
        int size = data.readableBytes();
        body.received(size, last);
        if (tunnel != null) {
            return tunnel.data(data, last);
        }
        Exchange current = exchange;
        if (current == null) {
            return size; // It was answered, and nobody wants the rest.
        }
        Refusal complaint = body.complaint();
        if (complaint != null) {
            current.fail(complaint);
            return size;
        }
        body.add(data);
        process();
        return 0;
    }

    /** @param lines the fields behind the body, each with its CRLF */
    void trailers(byte[] lines) throws MalformedException {
        body.received(0, true);
        body.trailers(lines);
        process();
    }

    @Override
    public void process() {
        Exchange current = exchange;
        if (current != null && current.isReady()) {
            int taken = body.send(current, trail);
            if (taken > 0) {
                connection.consumed(stream, taken);
                deadline.in(current.patience());
            }
            current.flushRequest();
        }
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    @Override
    public Client peer() {
        return connection.peer();
    }

    @Override
    public @Nullable Security security() {
        return connection.security();
    }

    @Override
    public Trail trail() {
        return trail;
    }

    @Override
    public ClientTimeouts timeouts() {
        return connection.timeouts();
    }

    @Override
    public OwnConnections ownConnections() {
        return connection.ownConnections();
    }

    @Override
    public boolean isRequestDone() {
        return body.isDone();
    }

    /** Whether the client has ended its request. */
    boolean isWhole() {
        return body.isOver();
    }

    @Override
    public boolean isLeaving() {
        return false;
    }

    @Override
    public void touch() {
        deadline.in(exchange == null ? timeouts().client() : exchange.patience());
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable(stream);
    }

    /** The client, or the connection, takes more now, or nothing more. */
    void writabilityChanged() {
        if (exchange != null) {
            touch();
            exchange.clientWritable(isWritable());
        } else if (tunnel != null) {
            tunnel.clientWritable(isWritable());
        }
    }

    @Override
    public void flush() {
        if (response != null) {
            response.release();
        }
        connection.flushSoon();
    }

    @Override
    public ResponseWriter response(RequestTraits traits, FieldEdits edits, Bond bond) {
        StreamResponse fresh = new StreamResponse(this, connection.worker(), upgrade, edits, bond, trail);
        response = fresh;
        return fresh;
    }

    @Override
    public void replied(ByteBuf answer, int status, boolean close) {
        trail.answered(status, false);
        answer(answer);
        end(Cause.LOCAL);
    }

    @Override
    public void refuse(Refusal refusal, boolean bodiless) {
        trail.refused(refusal.status().code, refusal.reason());
        answer(Answers.of(channel().alloc(), refusal, bodiless, connection.errorPages(), connection.answerEdits()));
        end(refusal.cause());
    }

    private void answer(ByteBuf answer) {
        trail.out(answer.readableBytes());
        int head = new HeadFinder().find(answer);
        Http2Headers headers = FieldLines.response(answer.readSlice(head));
        boolean bodiless = !answer.isReadable();
        headers(headers, bodiless);
        if (bodiless) {
            answer.release();
        } else {
            data(answer, true);
        }
    }

    @Override
    public void finished(boolean keep) {
        end(Cause.NONE);
    }

    /** The response is written, though perhaps not sent. */
    private void end(Cause cause) {
        exchange = null;
        trail.end(cause);
        touch();
        body.drop();
        connection.flushSoon();
    }

    /** The whole response was sent. Nobody will read what the client still sends, and soon it is told (RFC 9113, 8.1). */
    void answered() {
        if (!closed && tunnel == null && !body.isOver()) {
            answered = true;
            deadline.in(LINGER);
        }
    }

    @Override
    public void cut(boolean reset, Cause cause) {
        exchange = null;
        trail.end(cause);
        connection.reset(stream, cause == Cause.CLIENT_LATE ? Http2Error.CANCEL : Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void tunnel(DuplexChannel server, @Nullable ByteBuf rest, Duration silence) {
        exchange = null;
        if (rest != null) {
            trail.out(rest.readableBytes());
            data(rest, false);
        }
        StreamTunnel joined = new StreamTunnel(this, server, silence);
        tunnel = joined;
        joined.begin();
        for (ByteBuf early = body.take(); early != null; early = body.take()) {
            consumed(joined.data(early, false));
            early.release();
        }
        if (body.isOver()) {
            joined.data(Unpooled.EMPTY_BUFFER, true);
        }
    }

    /** Moves the moment by which something must have passed through the tunnel. */
    void patience(Duration silence) {
        deadline.in(silence);
    }

    void consumed(int bytes) {
        if (!closed && bytes > 0) {
            connection.consumed(stream, bytes);
        }
    }

    /** The server's end of the tunnel is no more. */
    void broken() {
        if (!closed) {
            connection.reset(stream, Http2Error.CANCEL);
        }
    }

    /** The client sends nothing more on any stream: a request that it has not ended never has an end. */
    void clientEnded() {
        if (!closed && !body.isOver()) {
            connection.reset(stream, answered ? Http2Error.NO_ERROR : Http2Error.CANCEL);
        }
    }

    /** Nobody has to do with it any more: the stream has ended, or is about to. */
    void cancel(Cause why) {
        if (closed) {
            return;
        }
        closed = true;
        connection.deadlines().remove(deadline);
        body.drop();
        if (response != null) {
            response.drop();
        }
        trail.end(why);
        if (exchange != null) {
            Exchange current = exchange;
            exchange = null;
            current.cancel();
        }
        if (tunnel != null) {
            tunnel.clientGone();
        }
    }

    @Override
    public void headers(Http2Headers headers, boolean last) {
        if (!closed) {
            connection.write(stream, headers, last);
        }
    }

    @Override
    public void data(ByteBuf data, boolean last) {
        if (closed) {
            data.release();
        } else {
            connection.write(stream, data, last);
        }
    }

    /** Ends what takes too long. */
    private final class Patience extends Deadline {
        @Override
        protected void expired() {
            if (exchange != null) {
                exchange.stalled();
            } else if (answered) {
                connection.reset(stream, Http2Error.NO_ERROR);
            } else {
                // The response is written and the client does not take it, or nobody says anything in a tunnel.
                trail.end(Cause.CLIENT_LATE);
                connection.reset(stream, Http2Error.CANCEL);
            }
        }
    }
}
