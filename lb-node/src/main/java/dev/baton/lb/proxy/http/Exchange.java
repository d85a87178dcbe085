package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import dev.baton.lb.proxy.http.Refusal.Status;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, between a client's connection and a server's. Knows whose turn it is, and what the
 * other side must hear when one of them fails.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class Exchange {

    private final Requester client;
    private final Backend backend;
    private final RequestTraits traits;
    private final FieldEdits edits;
    private final Dispatch dispatch;
    private final ResponseWriter response;
    private @Nullable Upstream connection;

    /**
     * @param route where the request goes
     * @param key what the backend goes by ({@link Backend#key})
     * @param bond the server that its client belongs to
     * @param head the request head as the server gets it; owned from here
     */
    Exchange(
            HttpWorker worker,
            Requester client,
            Route.Forward route,
            long key,
            Bond bond,
            RequestTraits traits,
            ByteBuf head) {
        this.client = client;
        this.backend = route.backend();
        this.traits = traits;
        this.edits = route.request();
        this.dispatch = new Dispatch(worker, this, backend, key, bond, traits.replayable(), head);
        this.response = client.response(traits, route.response(), bond);
        client.trail().routed(backend.name());
    }

    /** What is remembered of it for the log. */
    Trail trail() {
        return client.trail();
    }

    Requester client() {
        return client;
    }

    boolean isHead() {
        return traits.head();
    }

    boolean isUpgrade() {
        return traits.isUpgrade();
    }

    /** Whether the client has asked for all protocols that a response switches to. */
    boolean isWanted(Head response) {
        return traits.upgrade().contain(Protocols.of(response));
    }

    /** Whether the server is told who the client is in a way that holds for the connection. */
    boolean isLogin() {
        return traits.login();
    }

    /** Whether there is a server to send the body to. */
    boolean isReady() {
        return connection != null;
    }

    /** Whether it stands in line for a server with room. */
    boolean isWaiting() {
        return dispatch.isWaiting();
    }

    /** Whether the whole request is on its way. */
    boolean isSent() {
        return client.isRequestDone();
    }

    void start() {
        dispatch.start();
    }

    /** There is a server. What the client has sent beyond the head waits until {@link #proceed}. */
    void attached(Upstream to, ByteBuf head) {
        connection = to;
        trail().connected();
        to.begin(this, head);
    }

    /** Sends on what has come in meanwhile. */
    void proceed() {
        client.process();
    }

    void sendPiece(ByteBuf piece, boolean chunked) {
        upstream().piece(piece, chunked);
    }

    /** A body that did not come with the head is complete. */
    void sendEnd(byte[] trailers, boolean chunked) {
        upstream().end(edits.trailers(trailers), chunked);
    }

    void flushRequest() {
        if (connection != null) {
            connection.flush();
        }
    }

    boolean isServerWritable() {
        return connection != null && connection.isWritable();
    }

    void serverWritable() {
        client.touch();
        client.process();
    }

    void clientWritable(boolean writable) {
        if (connection != null) {
            connection.reads(writable);
        }
    }

    void progress() {
        client.touch();
    }

    /** A response before the response (1xx). */
    void interim(Head head) {
        response.interim(head);
    }

    /**
     * @param from how the server delimits the body
     */
    void answer(Head head, Framing from) {
        Upstream answering = connection;
        if (answering != null && !judge(answering, head.status)) {
            return;
        }
        dispatch.settle();
        // With the request still coming in, the client may go on sending what nobody will read.
        response.begin(head, from, isSent() && !client.isLeaving());
    }

    /**
     * Takes note of what an answer says of its server.
     *
     * @return false when the request goes to another server instead
     */
    private boolean judge(Upstream answering, int status) {
        // HAProxy's view of observe layer7: what a client can bring about says nothing about the server.
        if (status < 500 || status == 501 || status == 505) {
            backend.verdicts().succeeded(answering.server());
            return true;
        }
        backend.verdicts().failed(answering.server());
        if (!backend.retry().statuses().contains(status) || !dispatch.hasBetter(answering.server())) {
            return true;
        }
        connection = null;
        answering.abandon();
        dispatch.elsewhere(
                answering.server(),
                new Refusal(Status.BAD_GATEWAY, "server " + answering.server().name() + ": status " + status),
                false);
        return false;
    }

    void piece(ByteBuf piece) {
        response.piece(piece);
    }

    void flushResponse() {
        client.flush();
        if (!client.isWritable()) {
            clientWritable(false);
        }
    }

    /** The response is complete. */
    void finish(byte[] trailers) {
        // It may carry another exchange by now. What is still written here can fill the client's channel or end its
        // stream, and that must no longer stop the server.
        connection = null;
        response.end(trailers);
        end();
        client.finished(response.keeps());
    }

    /** The server's side broke before the response was complete. */
    void lost(Upstream broken) {
        connection = null;
        if (response.isBegun()) {
            end();
            client.cut(response.endsWithConnection(), Cause.SERVER);
        } else if (!dispatch.repeat(broken)) {
            backend.verdicts().failed(broken.server());
            Refusal refusal =
                    new Refusal(Status.BAD_GATEWAY, "server " + broken.server().name() + " closed without an answer");
            if (backend.retry().onNoResponse() && broken.isSilent() && dispatch.mayRepeat()) {
                dispatch.elsewhere(broken.server(), refusal, true);
            } else {
                fail(refusal);
            }
        }
    }

    /** How long the side whose turn it is may take, for its next bytes. */
    Duration patience() {
        return isClientsTurn() ? client.timeouts().client() : backend.timeouts().server();
    }

    private boolean isClientsTurn() {
        return response.isBegun() ? !client.isWritable() : isReady() && !isSent() && isServerWritable();
    }

    /** Nothing has moved for too long. */
    void stalled() {
        if (response.isBegun()) {
            Cause late = isClientsTurn() ? Cause.CLIENT_LATE : Cause.SERVER_LATE;
            cancel();
            client.cut(response.endsWithConnection(), late);
        } else if (isClientsTurn()) {
            fail(new Refusal(Status.REQUEST_TIMEOUT, "the request body didn't come in time"));
        } else {
            Server silent = dispatch.server();
            if (silent != null) {
                backend.verdicts().failed(silent);
            }
            fail(new Refusal(Status.GATEWAY_TIMEOUT, "no answer in time"));
        }
    }

    /** Ends it with an answer of our own, or with a cut when the server's has begun. */
    void fail(Refusal refusal) {
        cancel();
        if (response.isBegun()) {
            client.cut(response.endsWithConnection(), refusal.cause());
        } else {
            client.refuse(refusal, traits.head());
        }
    }

    /** Ends it without a word to the client. */
    void cancel() {
        Upstream current = connection;
        end();
        if (current != null) {
            current.abandon();
        }
    }

    /** The server agrees to another protocol: from here on both sides are joined as in TCP mode. */
    void switchProtocol(ServerConnection from, Head head) {
        response.upgrade(head);
        ByteBuf rest = from.leave();
        DuplexChannel upstream = (DuplexChannel) from.channel();
        Server current = dispatch.handOver();
        end();
        if (current != null) {
            upstream.closeFuture().addListener(_ -> current.finished());
        }
        client.tunnel(upstream, rest, backend.timeouts().tunnel());
    }

    private void end() {
        connection = null;
        dispatch.end();
    }

    private Upstream upstream() {
        if (connection == null) {
            throw new IllegalStateException("no server yet");
        }
        return connection;
    }
}
