package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.FrontendLog;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.http.Refusal.Status;
import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.proxy.loop.Origins;
import dev.baton.lb.proxy.loop.Security;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: takes one request after the other off it. A request that comes before the last one was
 * answered waits, unread when it is long.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
public final class ClientConnection extends ChannelInboundHandlerAdapter {

    private final HttpWorker worker;
    private final ClientConfig config;
    private final FrontendLog log;
    private final RequestReader reader;
    private final Intake intake;
    private final Upload upload;
    private final Reception reception;
    private final Deadline deadline = new Patience();
    private final Closing closing = new Closing(deadline);
    private @Nullable Channel channel;
    private Client peer = Client.UNKNOWN;
    private @Nullable Security security;
    private Trail trail = Trail.NONE;
    private @Nullable Exchange exchange;
    private @Nullable OwnConnections own;
    private boolean processing;
    private boolean again;
    private boolean served;
    private boolean leaving;
    private boolean ended;

    /**
     * @param sites what the configuration says at the moment; asked once a request
     * @param log where all of its requests are written down
     */
    public ClientConnection(HttpWorker worker, Supplier<Site> sites, ClientConfig config, FrontendLog log) {
        this.log = log;
        this.worker = worker;
        this.config = config;
        this.reader = new RequestReader(worker.head(), config.limits());
        this.intake = new Intake(reader, deadline);
        this.upload = new Upload(reader);
        this.reception = new Reception(worker, sites, this);
    }

    Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    /** Who is connected. */
    Client peer() {
        return peer;
    }

    /** What TLS has told of the connection; null where it is in clear. */
    @Nullable Security security() {
        return security;
    }

    /** What is remembered of the present request for the log. */
    Trail trail() {
        return trail;
    }

    /** The connections to servers that are of no use to anybody else. */
    OwnConnections ownConnections() {
        if (own == null) {
            own = new OwnConnections(worker);
        }
        return own;
    }

    boolean isRequestDone() {
        return reader.isDone();
    }

    /** Whether this is the last exchange, whatever the client said. */
    boolean isLeaving() {
        return leaving;
    }

    ClientTimeouts timeouts() {
        return config.timeouts();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        peer = Client.of(Origins.client(ctx.channel()));
        security = Security.of(ctx.channel());
        trail = log.trail(ctx.channel());
        deadline.in(timeouts().idle());
        worker.worker().deadlines().add(deadline);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing.isBegun()) {
            ((ByteBuf) message).release();
            return;
        }
        reader.add((ByteBuf) message, ctx.alloc());
        process();
    }

    /** Goes as far as what was received and the server's readiness allow. */
    void process() {
        again = true;
        if (processing) {
            return; // From the middle of a write: what came next would get between a chunk and its size.
        }
        processing = true;
        while (again && !reader.isEmpty() && !closing.isBegun()) {
            again = false;
            again |= exchange == null ? intake.head(this) : upload.piece(exchange, trail);
        }
        processing = false;
        reader.tidy();
        if (exchange != null) {
            exchange.flushRequest();
            if (ended && (exchange.isWaiting() || (exchange.isReady() && !reader.isDone()))) {
                // Who waits in line is most likely gone altogether (HAProxy's abortonclose). Otherwise everything that
                // came has been sent on, and the rest never comes.
                channel().close();
            }
        }
        throttle();
    }

    private void throttle() {
        if (closing.isBegun() || channel == null) {
            return;
        }
        boolean blocked = exchange != null && exchange.isReady() && !reader.isDone() && !exchange.isServerWritable();
        channel.config().setAutoRead(!reader.isFull() && !blocked);
    }

    void headComplete() {
        served = true;
        touch();
        Exchange next = reception.receive();
        if (next != null) {
            exchange = next;
            next.start();
        }
    }

    void touch() {
        deadline.in(exchange == null ? timeouts().client() : exchange.patience());
    }

    /** A request was answered without a server. */
    void replied(ByteBuf answer, int status, boolean close) {
        trail.answered(status, false);
        trail.out(answer.readableBytes());
        trail.end(Cause.LOCAL);
        channel().writeAndFlush(answer, channel().voidPromise());
        if (close) {
            leave(reader.isDone() && reader.isEmpty());
        } else {
            deadline.in(timeouts().idle());
        }
    }

    /** The response is written; on to the next request, or to the end. */
    void finished(boolean keep) {
        exchange = null;
        trail.end(Cause.NONE);
        channel().flush();
        if (!keep) {
            leave(reader.isDone() && reader.isEmpty());
            return;
        }
        deadline.in(timeouts().idle());
        process();
        if ((leaving || ended) && exchange == null) {
            leave(reader.isEmpty());
        }
    }

    /** Answers in the server's place, and ends the connection. */
    void refuse(Refusal refusal, boolean bodiless) {
        exchange = null;
        intake.giveUp(trail);
        trail.refused(refusal.status().code, refusal.reason());
        trail.out(Answers.write(channel(), refusal, bodiless, config.errorPages(), reception.answerEdits()));
        trail.end(refusal.cause());
        leave(false);
    }

    /** See {@link Closing#cut}. */
    void cut(boolean reset, Cause cause) {
        trail.end(cause);
        exchange = null;
        reader.drop();
        closing.cut(channel(), reset);
    }

    private void leave(boolean clean) {
        reader.drop();
        closing.behindAnswer(channel(), clean || ended);
    }

    /** Hands the channel over to another protocol, with what the client has sent ahead. */
    @Nullable ByteBuf leave() {
        exchange = null;
        end();
        channel().pipeline().remove(this);
        return reader.leave();
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
            drain();
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

    private void drain() {
        leaving = true;
        if (isUnused()) {
            closing.unused(channel(), served, this::isUnused);
        }
    }

    private boolean isUnused() {
        return exchange == null && reader.isEmpty() && !closing.isBegun();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        trail.end(leaving ? Cause.KILLED : Cause.CLIENT);
        if (exchange != null) {
            exchange.cancel();
            exchange = null;
        }
        end();
        reader.drop();
    }

    private void end() {
        closing.done();
        worker.worker().deadlines().remove(deadline);
        if (own != null) {
            own.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Ends what takes too long, each state in its own way. */
    private final class Patience extends Deadline {
        @Override
        protected void expired() {
            if (exchange != null) {
                exchange.stalled();
            } else if (intake.isInHead() && !closing.isBegun()) {
                refuse(new Refusal(Status.REQUEST_TIMEOUT, "the request head didn't come in time"), false);
            } else {
                channel().close();
            }
        }
    }
}
