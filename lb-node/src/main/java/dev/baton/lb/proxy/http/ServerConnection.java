package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.Ends;
import dev.baton.lb.proxy.loop.Resets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection to a server: carries one exchange after the other, and waits in the pool between them. */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class ServerConnection extends ChannelInboundHandlerAdapter implements Upstream {

    private static final int MAX_HEAD = HttpLimits.LARGEST.head();

    /**
     * How lately a connection must have been used for a request that could not be sent a second time. It must have
     * been used more than once, too: there are servers that close after every response without saying so.
     */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final HttpWorker worker;
    private Shelf shelf;
    private Server server;
    private final ServerTimeouts timeouts;
    private final HeadFinder finder = new HeadFinder();
    private final BodyReader body;
    private final Deadline deadline = new Unused();
    private @Nullable Channel channel;
    private @Nullable Exchange exchange;
    private @Nullable ByteBuf received;
    private boolean silent;
    private boolean inBody;
    private boolean keeps;
    private long idleSince;
    private boolean used;
    private boolean proven;

    /** Whether the server may take what comes on it for one client's ({@link ConnectionLogin}). */
    private boolean personal;

    /** @param shelf where it waits between two exchanges */
    ServerConnection(HttpWorker worker, Shelf shelf, Server server, ServerTimeouts timeouts) {
        this.worker = worker;
        this.shelf = shelf;
        this.server = server;
        this.timeouts = timeouts;
        this.body = new BodyReader(worker.head());
    }

    @Override
    public Server server() {
        return server;
    }

    /** It is the same machine, as the present configuration describes it. */
    void belongsTo(Server now) {
        server = now;
    }

    ServerTimeouts timeouts() {
        return timeouts;
    }

    Deadline deadline() {
        return deadline;
    }

    Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    /** Whether the server knows one client by it. */
    boolean isPersonal() {
        return personal;
    }

    /**
     * Whether a request may be sent on it, one that could be sent again or not. On a personal one all are: on another
     * connection the server would not know the client.
     */
    boolean isFit(boolean replayable) {
        return replayable || personal || (proven && System.nanoTime() - idleSince < FRESH.toNanos());
    }

    private void keepFor(Requester client) {
        personal = true;
        shelf = client.ownConnections();
    }

    @Override
    public void begin(Exchange next, ByteBuf head) {
        exchange = next;
        silent = true;
        inBody = false;
        if (next.isLogin()) {
            keepFor(next.client());
        }
        channel().write(head, channel().voidPromise());
    }

    @Override
    public void piece(ByteBuf piece, boolean chunked) {
        Chunks.write(channel(), piece, chunked);
    }

    @Override
    public void end(byte[] trailers, boolean chunked) {
        if (chunked) {
            Chunks.end(channel(), trailers);
        }
    }

    @Override
    public void flush() {
        channel().flush();
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public void reads(boolean wanted) {
        channel().config().setAutoRead(wanted);
    }

    @Override
    public boolean isSilent() {
        return silent;
    }

    /** HTTP/1.1 has no word for it. */
    @Override
    public boolean isRefused() {
        return false;
    }

    @Override
    public void abandon() {
        exchange = null;
        abort();
    }

    /**
     * Ends it in the middle, or where the server wants it to end. A reset and not a FIN: whoever sends the first FIN keeps the
     * port for a minute (TIME-WAIT, RFC 9293 section 3.6). Clients that give up as fast as they can ask would use up
     * all ports that lead to a server, and looking for a free one costs milliseconds long before.
     */
    void abort() {
        Resets.close(channel());
    }

    /** Ends it while it waits. */
    void close() {
        channel().close();
    }

    /** Ends it while it waits, and whoever keeps it forgets it. */
    void discard() {
        shelf.remove(this);
        close();
    }

    /** Hands the channel over to another protocol, with what was received beyond the head. */
    @Nullable ByteBuf leave() {
        ByteBuf rest = received;
        received = null;
        exchange = null;
        channel().pipeline().remove(this);
        return rest;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (exchange == null) {
            // An answer to nothing: whoever gets this connection next must not take it for theirs.
            bytes.release();
            close();
            return;
        }
        silent = false;
        proven = used;
        exchange.progress();
        received =
                received == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, bytes);
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushResponse();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.serverWritable();
        }
    }

    /** TLS says that all was sent. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            over(true);
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over(!Ends.hasOwnEnd(ctx.channel()));
    }

    /** @param proper whether the end of the connection may be the end of a body */
    private void over(boolean proper) {
        Exchange current = exchange;
        if (current == null) {
            shelf.remove(this);
        } else if (inBody && proper && body.endOfStream()) {
            finish(current);
        } else {
            lost(current);
        }
        drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Exchange current = exchange;
        if (current != null) {
            lost(current);
        }
        abort();
    }

    private void lost(Exchange current) {
        exchange = null;
        current.lost(this);
    }

    private void process() {
        while (exchange != null && received != null && (inBody ? piece(exchange) : head(exchange))) {
            if (exchange != null && inBody && body.isDone()) {
                finish(exchange);
            }
        }
        if (received != null && !received.isReadable()) {
            drop();
        }
    }

    /** Whether it got anywhere. */
    private boolean head(Exchange current) {
        ByteBuf in = received;
        if (in == null || !in.isReadable()) {
            return false;
        }
        int length = finder.find(in);
        if (length == HeadFinder.INCOMPLETE && in.readableBytes() <= MAX_HEAD) {
            return false;
        }
        Head head = worker.head();
        if (length == HeadFinder.INCOMPLETE || length > MAX_HEAD) {
            refuse(current, "its response head is longer than " + MAX_HEAD + " bytes");
            return false;
        }
        head.load(in, length, HttpLimits.LARGEST);
        Refusal refusal = HeadParser.response(head);
        if (refusal != null) {
            refuse(current, "its response has " + refusal.reason());
        } else if (head.status == 101) {
            switchProtocol(current, head);
        } else if (head.status < 200) {
            current.interim(head);
        } else {
            answer(current, head);
        }
        return true;
    }

    private void answer(Exchange current, Head head) {
        if (head.authenticatesConnection) {
            keepFor(current.client());
        }
        Framing framing = body.begin(head, current.isHead());
        inBody = true;
        keeps = head.keepsAlive() && framing != Framing.UNTIL_CLOSE;
        current.answer(head, framing);
    }

    private void switchProtocol(Exchange current, Head head) {
        if (!current.isUpgrade() || !head.saysUpgrade) {
            refuse(current, "it switches protocols unasked");
        } else if (!current.isWanted(head)) {
            refuse(current, "it switches to a protocol that the client did not ask for");
        } else {
            current.switchProtocol(this, head);
        }
    }

    /** Whether it got anywhere. */
    private boolean piece(Exchange current) {
        ByteBuf in = received;
        if (in == null) {
            return false;
        }
        ByteBuf piece = body.next(in);
        if (piece != null) {
            current.piece(piece);
            return true;
        }
        if (body.isBroken()) {
            lost(current);
            abort();
        }
        return body.isDone();
    }

    private void refuse(Exchange current, String why) {
        exchange = null;
        abort();
        current.fail(new Refusal(Refusal.Status.BAD_GATEWAY, "server " + server.name() + ": " + why, Cause.PROXY));
    }

    private void finish(Exchange current) {
        exchange = null;
        used = true;
        boolean clean = received == null || !received.isReadable();
        drop();
        if (keeps && clean && current.isSent() && channel().isActive()) {
            channel().config().setAutoRead(true);
            idleSince = System.nanoTime();
            shelf.put(this);
        } else {
            abort();
        }
        current.finish(body.trailers());
    }

    private void drop() {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    /** It was not used for long. */
    private final class Unused extends Deadline {
        @Override
        protected void expired() {
            discard();
        }
    }
}
