package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.pool.Addresses;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.http.Refusal.Status;
import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.proxy.loop.Resets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: takes one request after the other off it. A request that comes before the last one was
 * answered waits, unread when it is long.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
public final class ClientConnection extends ChannelInboundHandlerAdapter {

    /** Bytes that may wait here before the socket isn't read any more. */
    private static final int MAX_WAITING = 64 * 1024;

    /** A connection that was made just before a stop may have its request on the way. */
    private static final long FRESH_MILLIS = 500;

    /** A client that was refused may take this long to read the answer and close. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final HttpWorker worker;
    private final Site site;
    private final ClientConfig config;
    private final HeadFinder finder = new HeadFinder();
    private final BodyReader body;
    private final Deadline deadline = new Patience();
    private @Nullable Channel channel;
    private Client peer = Client.of(InetAddress.getLoopbackAddress());
    private @Nullable ByteBuf received;
    private @Nullable Exchange exchange;
    private boolean chunked;
    private long bodySize;
    private boolean begun;
    private boolean served;
    private boolean leaving;
    private boolean ended;
    private boolean closing;

    public ClientConnection(HttpWorker worker, Site site, ClientConfig config) {
        this.worker = worker;
        this.site = site;
        this.config = config;
        this.body = new BodyReader(worker.head());
    }

    Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    boolean isRequestDone() {
        return body.isDone();
    }

    /** Whether this is the last exchange, whatever the client said. */
    boolean isLeaving() {
        return leaving;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (ctx.channel().remoteAddress() instanceof InetSocketAddress remote) {
            peer = Client.of(remote.getAddress());
        }
        deadline.in(timeouts().idle());
        worker.worker().deadlines().add(deadline);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closing) {
            bytes.release();
            return;
        }
        received =
                received == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, bytes);
        process();
    }

    /** Goes as far as what was received and the server's readiness allow. */
    void process() {
        while (received != null && received.isReadable() && !closing) {
            Exchange current = exchange;
            if (current == null ? !head(received) : !piece(current, received)) {
                break;
            }
        }
        if (received != null && !received.isReadable()) {
            drop();
        }
        if (exchange != null) {
            exchange.flushRequest();
            if (ended && exchange.isReady() && !body.isDone()) {
                // Everything that came has been sent on, and the rest never comes.
                channel().close();
            }
        }
        throttle();
    }

    private void throttle() {
        if (closing || channel == null) {
            return;
        }
        boolean full = received != null && received.readableBytes() > MAX_WAITING;
        boolean blocked = exchange != null && exchange.isReady() && !body.isDone() && !exchange.isServerWritable();
        channel.config().setAutoRead(!full && !blocked);
    }

    /** Whether it got anywhere. */
    private boolean head(ByteBuf in) {
        finder.skipEmptyLines(in);
        if (!in.isReadable()) {
            return false;
        }
        int length = finder.find(in);
        HttpLimits limits = config.limits();
        if (length == HeadFinder.INCOMPLETE && in.readableBytes() <= limits.head()) {
            if (!begun) {
                begun = true;
                deadline.in(timeouts().header());
            }
            return false;
        }
        begun = false;
        touch();
        Head head = worker.head();
        if (length == HeadFinder.INCOMPLETE || length > limits.head()) {
            refuse(tooLong(in, limits), false);
            return false;
        }
        head.load(in, length, limits);
        Refusal refusal = HeadParser.request(head);
        if (refusal == null && head.contentLength > limits.body()) {
            refusal = Refusal.bodyTooLarge(limits);
        }
        if (refusal != null) {
            refuse(refusal, false);
            return false;
        }
        begin(head);
        return true;
    }

    private static Refusal tooLong(ByteBuf in, HttpLimits limits) {
        return in.bytesBefore(Math.min(in.readableBytes(), limits.line()), (byte) '\n') < 0
                ? Refusal.lineTooLong(limits)
                : new Refusal(Status.FIELDS_TOO_LARGE, "the head is longer than " + limits.head() + " bytes");
    }

    private void begin(Head head) {
        served = true;
        bodySize = 0;
        chunked = head.chunked;
        if (chunked) {
            body.beginChunked();
        } else {
            body.begin(Math.max(0, head.contentLength));
        }
        boolean trusted = site.trusts(peer);
        RequestView request = worker.request().of(trusted ? site.clientBehind(peer, head) : peer);
        switch (site.route(request)) {
            case Route.Forward forward -> forward(new Way(request, peer, trusted, site, forward));
            case Route.Redirect redirect ->
                reply(head, (close, out) -> Replies.redirect(redirect, request, close, out));
            case Route.Respond respond -> {
                boolean bodiless = Methods.isHead(head);
                reply(head, (close, out) -> Replies.respond(respond, close, bodiless, out));
            }
        }
    }

    private void forward(Way way) {
        Head head = way.head();
        boolean upgrade = head.asksForUpgrade() && body.isDone();
        Exchange.Traits traits = new Exchange.Traits(
                Methods.isHead(head),
                body.isDone() && !upgrade && Methods.isIdempotent(head),
                head.minor >= 1,
                head.keepsAlive(),
                upgrade);
        ByteBuf out = channel().alloc().ioBuffer(head.length + 128);
        HeadWriter.request(way, out, head.host < 0 ? local() : peer.text(), upgrade);
        Backend backend = way.route().backend();
        long key = backend.key(way.request());
        exchange = new Exchange(worker, this, way.route(), key, traits, out);
        exchange.start();
    }

    /** Answers in a server's place. With a body of the request still to come, it is the last answer. */
    private void reply(Head head, Reply reply) {
        boolean close = !body.isDone() || !head.keepsAlive() || head.minor == 0 || leaving;
        ByteBuf out = channel().alloc().ioBuffer();
        reply.write(close, out);
        channel().writeAndFlush(out, channel().voidPromise());
        if (close) {
            leave(body.isDone() && received != null && !received.isReadable());
        } else {
            deadline.in(timeouts().idle());
        }
    }

    /** Writes an answer. */
    @FunctionalInterface
    private interface Reply {
        void write(boolean close, ByteBuf out);
    }

    private byte[] local() {
        return channel().localAddress() instanceof InetSocketAddress local
                ? Ascii.bytes(Addresses.text(local))
                : peer.text();
    }

    /** Whether it got anywhere. */
    private boolean piece(Exchange current, ByteBuf in) {
        if (body.isDone() || !current.isReady()) {
            return false;
        }
        ByteBuf piece = body.next(in);
        if (piece != null) {
            bodySize += piece.readableBytes();
            if (bodySize > config.limits().body()) {
                piece.release();
                current.fail(Refusal.bodyTooLarge(config.limits()));
                return false;
            }
            touch();
            current.sendPiece(piece, chunked);
        }
        if (body.isBroken()) {
            current.fail(Refusal.bad("malformed chunk"));
            return false;
        }
        if (body.isDone() && chunked) {
            current.sendEnd(body.trailers());
        }
        return piece != null;
    }

    void touch() {
        deadline.in(exchange == null ? timeouts().client() : exchange.patience());
    }

    /** The response is written; on to the next request, or to the end. */
    void finished(boolean keep) {
        exchange = null;
        channel().flush();
        if (!keep) {
            leave(body.isDone() && received == null);
            return;
        }
        deadline.in(timeouts().idle());
        process();
        if ((leaving || ended) && exchange == null) {
            leave(received == null);
        }
    }

    /** Answers in the server's place, and ends the connection. */
    void refuse(Refusal refusal, boolean bodiless) {
        exchange = null;
        channel()
                .write(
                        Answers.write(channel().alloc(), refusal, bodiless),
                        channel().voidPromise());
        leave(false);
    }

    /** Ends the connection in a way that no client can take for the end of the response. */
    void cut(boolean reset) {
        exchange = null;
        closing = true;
        drop();
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            if (reset) {
                Resets.close(channel());
            } else {
                channel().close();
            }
        });
    }

    /**
     * Closes behind what is written.
     *
     * @param clean nothing more can be on its way from the client. Otherwise what comes is read and thrown away for a
     *     while: closing on it would make the kernel send a reset, which takes our answer away from the client.
     */
    private void leave(boolean clean) {
        if (closing) {
            return;
        }
        closing = true;
        drop();
        if (clean || ended) {
            channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        deadline.in(LINGER);
        channel().config().setAutoRead(true);
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> ((DuplexChannel) channel()).shutdownOutput());
    }

    /** Hands the channel over to another protocol, with what the client has sent ahead. */
    @Nullable ByteBuf leave() {
        ByteBuf rest = received;
        received = null;
        exchange = null;
        closing = true;
        worker.worker().deadlines().remove(deadline);
        channel().pipeline().remove(this);
        return rest;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            touch();
            exchange.clientWritable(ctx.channel().isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endOfStream(ctx);
        } else if (event == Drain.DRAIN) {
            drain(ctx);
        }
    }

    /** The client sends nothing more, but may still read: what it has asked is answered. */
    private void endOfStream(ChannelHandlerContext ctx) {
        ended = true;
        if (exchange == null) {
            ctx.close();
        } else {
            process();
        }
    }

    private void drain(ChannelHandlerContext ctx) {
        leaving = true;
        if (exchange == null && received == null && !closing) {
            if (served) {
                ctx.close();
            } else {
                ctx.executor().schedule(this::closeUnused, FRESH_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void closeUnused() {
        if (exchange == null && received == null) {
            channel().close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        worker.worker().deadlines().remove(deadline);
        if (exchange != null) {
            exchange.cancel();
            exchange = null;
        }
        drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    ClientTimeouts timeouts() {
        return config.timeouts();
    }

    private void drop() {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    /** Ends what takes too long, each state in its own way. */
    private final class Patience extends Deadline {
        @Override
        protected void expired() {
            if (exchange != null) {
                exchange.stalled();
            } else if (begun && !closing) {
                refuse(new Refusal(Status.REQUEST_TIMEOUT, "the request head didn't come in time"), false);
            } else {
                channel().close();
            }
        }
    }
}
