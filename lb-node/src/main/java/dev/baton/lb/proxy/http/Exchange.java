package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.http.HeadWriter.Connection;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import dev.baton.lb.proxy.http.Refusal.Status;
import dev.baton.lb.proxy.loop.Failures;
import dev.baton.lb.proxy.loop.Turn;
import dev.baton.lb.proxy.tcp.Relay;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. Finds the server, sends the request elsewhere as long as nothing of it can have been
 * acted upon, and passes the response on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class Exchange {

    private final HttpWorker worker;
    private final ClientConnection client;
    private final Backend backend;
    private final FieldEdits edits;
    private final long key;
    private final Traits traits;
    private final List<Server> tried = new ArrayList<>(1);
    private @Nullable ByteBuf head;
    private @Nullable Server server;
    private @Nullable ServerConnection connection;
    private @Nullable Refusal failure;
    private @Nullable Turn turn;
    private Framing framing = Framing.NONE;
    private boolean reused;
    private boolean answered;
    private boolean keeps;
    private boolean over;

    /**
     * @param route where the request goes
     * @param key what the backend goes by ({@link Backend#key})
     * @param head the request head as the server gets it; owned from here
     */
    Exchange(HttpWorker worker, ClientConnection client, Route.Forward route, long key, Traits traits, ByteBuf head) {
        this.worker = worker;
        this.client = client;
        this.backend = route.backend();
        this.edits = route.response();
        this.key = key;
        this.traits = traits;
        this.head = head;
    }

    /**
     * What must be known of a request after its head is gone.
     *
     * @param head whether the method is HEAD
     * @param replayable whether it may be sent twice: idempotent (RFC 9110, 9.2.2) and without a body
     * @param http11 whether the client understands chunks and interim responses
     * @param keepsAlive whether the client wants to go on after it
     * @param upgrade whether it asks for another protocol
     */
    record Traits(boolean head, boolean replayable, boolean http11, boolean keepsAlive, boolean upgrade) {}

    boolean isHead() {
        return traits.head();
    }

    boolean isUpgrade() {
        return traits.upgrade();
    }

    boolean isAnswered() {
        return answered;
    }

    /** Whether there is a server to send the body to. */
    boolean isReady() {
        return connection != null;
    }

    /** Whether the whole request is on its way. */
    boolean isSent() {
        return client.isRequestDone();
    }

    void start() {
        release();
        boolean again = tried.size() <= backend.retry().retries();
        Server next = again ? backend.take(key, tried) : null;
        if (next != null) {
            begin(next);
        } else if (!again || !waitForRoom()) {
            fail(failure != null ? failure : new Refusal(Status.UNAVAILABLE, whyNone()));
        }
    }

    private String whyNone() {
        boolean full = backend.choose(key, tried) != null;
        return full
                ? "no server of backend " + backend.name() + " has room, and too many wait"
                : "no server of backend " + backend.name() + " is up";
    }

    private boolean waitForRoom() {
        Turn place = new Turn(worker.worker(), backend, this::granted);
        turn = place;
        if (!place.take(tried)) {
            turn = null;
        }
        return turn != null;
    }

    private void granted(@Nullable Server room) {
        turn = null;
        if (room == null) {
            fail(new Refusal(Status.UNAVAILABLE, "no server of backend " + backend.name() + " had room in time"));
        } else {
            begin(room);
            client.process();
        }
    }

    /** @param next counts this exchange already */
    private void begin(Server next) {
        server = next;
        ServerConnection pooled = worker.pool().take(next, traits.replayable());
        if (pooled != null) {
            reused = true;
            attach(pooled);
        } else {
            connect(next);
        }
    }

    private void connect(Server to) {
        reused = false;
        ServerConnection fresh = new ServerConnection(worker, to, backend.timeouts());
        ChannelFuture connecting =
                worker.worker().connect(to.address(), backend.timeouts().connect(), fresh);
        connecting.addListener(_ -> {
            if (over) {
                fresh.close();
            } else if (connecting.isSuccess()) {
                attach(fresh);
                client.process();
            } else {
                unreachable(to, connecting.cause());
            }
        });
    }

    private void unreachable(Server to, Throwable cause) {
        Status status = cause instanceof ConnectTimeoutException ? Status.GATEWAY_TIMEOUT : Status.UNAVAILABLE;
        backend.failed(to);
        elsewhere(to, new Refusal(status, "server " + to.name() + ": " + Failures.connect(cause)));
    }

    /** Tries another server; where there is none, the client hears of the failure of this one. */
    private void elsewhere(Server passed, Refusal refusal) {
        failure = refusal;
        tried.add(passed);
        start();
        // A pooled connection is ready at once, and nobody else would look at this request again.
        client.process();
    }

    private void attach(ServerConnection to) {
        ByteBuf bytes = head;
        if (bytes == null) {
            throw new IllegalStateException("the request head was given away");
        }
        connection = to;
        if (traits.replayable() && (reused || backend.retry().isGenerous())) {
            to.begin(this, bytes.retainedDuplicate());
        } else {
            head = null;
            to.begin(this, bytes);
        }
    }

    void sendPiece(ByteBuf piece, boolean chunked) {
        Chunks.write(upstream(), piece, chunked);
    }

    void sendEnd(byte[] trailers) {
        Chunks.end(upstream(), trailers);
    }

    void flushRequest() {
        if (connection != null) {
            connection.channel().flush();
        }
    }

    boolean isServerWritable() {
        return connection != null && connection.channel().isWritable();
    }

    void serverWritable() {
        client.touch();
        client.process();
    }

    void clientWritable(boolean writable) {
        if (connection != null) {
            connection.channel().config().setAutoRead(writable);
        }
    }

    void progress() {
        client.touch();
    }

    /** A response before the response (1xx). */
    void interim(Head response) {
        if (traits.http11()) {
            ByteBuf out = client.channel().alloc().ioBuffer(response.length + 64);
            HeadWriter.response(response, out, Framing.NONE, Connection.UNSAID, FieldEdits.NONE);
            client.channel().write(out, client.channel().voidPromise());
        }
    }

    /**
     * @param from how the server delimits the body
     */
    void answer(Head response, Framing from) {
        ServerConnection answering = connection;
        if (answering != null && !judge(answering, response.status)) {
            return;
        }
        answered = true;
        releaseHead();
        framing = towardsClient(response, from);
        // With the request still coming in, the client may go on sending what nobody will read.
        keeps = traits.keepsAlive() && framing != Framing.UNTIL_CLOSE && isSent() && !client.isLeaving();
        Connection says = !keeps ? Connection.CLOSE : traits.http11() ? Connection.UNSAID : Connection.KEEP_ALIVE;
        ByteBuf out = client.channel().alloc().ioBuffer(response.length + 64);
        HeadWriter.response(response, out, framing, says, edits);
        client.channel().write(out, client.channel().voidPromise());
        if (from == Framing.NONE) {
            framing = Framing.NONE;
        }
    }

    /**
     * Takes note of what an answer says of its server.
     *
     * @return false when the request goes to another server instead
     */
    private boolean judge(ServerConnection answering, int status) {
        // HAProxy's view of observe layer7: what a client can bring about says nothing about the server.
        if (status < 500 || status == 501 || status == 505) {
            backend.succeeded(answering.server());
            return true;
        }
        backend.failed(answering.server());
        if (!backend.retry().statuses().contains(status) || !mayRepeat()) {
            return true;
        }
        connection = null;
        answering.abandon();
        elsewhere(
                answering.server(),
                new Refusal(Status.BAD_GATEWAY, "server " + answering.server().name() + ": status " + status));
        return false;
    }

    /** Whether the request, which has reached a server, may be sent to another one. */
    private boolean mayRepeat() {
        return traits.replayable()
                && head != null
                && tried.size() < backend.retry().retries();
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

    void piece(ByteBuf piece) {
        Chunks.write(client.channel(), piece, framing == Framing.CHUNKED);
    }

    void flushResponse() {
        client.channel().flush();
        if (!client.channel().isWritable()) {
            clientWritable(false);
        }
    }

    /** The response is complete. */
    void finish(byte[] trailers) {
        if (framing == Framing.CHUNKED) {
            Chunks.end(client.channel(), trailers);
        }
        end();
        client.finished(keeps);
    }

    /** The server's connection broke before the response was complete. */
    void lost(ServerConnection broken) {
        connection = null;
        if (answered) {
            end();
            client.cut(framing == Framing.UNTIL_CLOSE);
        } else if (reused && broken.isSilent() && traits.replayable() && server != null) {
            // It was closing while we wrote (RFC 9112, 9.3.1): nothing the client need know.
            connect(server);
        } else {
            backend.failed(broken.server());
            Refusal refusal =
                    new Refusal(Status.BAD_GATEWAY, "server " + broken.server().name() + " closed without an answer");
            if (backend.retry().onNoResponse() && broken.isSilent() && mayRepeat()) {
                elsewhere(broken.server(), refusal);
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
        return answered ? !client.channel().isWritable() : isReady() && !isSent() && isServerWritable();
    }

    /** Nothing has moved for too long. */
    void stalled() {
        if (answered) {
            cancel();
            client.cut(framing == Framing.UNTIL_CLOSE);
        } else if (isClientsTurn()) {
            fail(new Refusal(Status.REQUEST_TIMEOUT, "the request body didn't come in time"));
        } else {
            if (server != null) {
                backend.failed(server);
            }
            fail(new Refusal(Status.GATEWAY_TIMEOUT, "no answer in time"));
        }
    }

    /** Ends it with an answer of our own, or with a cut when the server's has begun. */
    void fail(Refusal refusal) {
        boolean begun = answered;
        cancel();
        if (begun) {
            client.cut(framing == Framing.UNTIL_CLOSE);
        } else {
            client.refuse(refusal, traits.head());
        }
    }

    /** Ends it without a word to the client. */
    void cancel() {
        ServerConnection current = connection;
        end();
        if (current != null) {
            current.abandon();
        }
    }

    void switchProtocol(ServerConnection from, Head response) {
        Channel to = client.channel();
        ByteBuf out = to.alloc().ioBuffer(response.length + 64);
        HeadWriter.response(response, out, Framing.NONE, Connection.UPGRADE, edits);
        to.write(out, to.voidPromise());
        ByteBuf rest = from.leave();
        if (rest != null) {
            to.write(rest, to.voidPromise());
        }
        to.flush();
        Channel upstream = from.channel();
        Server current = server;
        server = null;
        end();
        if (current != null) {
            upstream.closeFuture().addListener(_ -> current.finished());
        }
        ByteBuf early = client.leave();
        if (early != null) {
            upstream.writeAndFlush(early, upstream.voidPromise());
        }
        Relay.join(
                worker.worker(),
                (DuplexChannel) to,
                (DuplexChannel) upstream,
                backend.timeouts().tunnel());
    }

    private void end() {
        over = true;
        connection = null;
        if (turn != null) {
            turn.cancel();
            turn = null;
        }
        releaseHead();
        release();
    }

    private void release() {
        if (server != null) {
            server.finished();
            server = null;
        }
    }

    private void releaseHead() {
        if (head != null) {
            head.release();
            head = null;
        }
    }

    private Channel upstream() {
        if (connection == null) {
            throw new IllegalStateException("no server yet");
        }
        return connection.channel();
    }
}
