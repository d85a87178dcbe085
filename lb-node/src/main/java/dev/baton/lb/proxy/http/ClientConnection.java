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
import dev.baton.lb.proxy.tcp.Relay;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: takes one request after the other off it. A request that comes before the last one was
 * answered waits, unread when it is long.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
public final class ClientConnection extends ChannelInboundHandlerAdapter implements Requester {

    private final HttpWorker worker;
    private final Supplier<Site> sites;
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
    private final OwnConnections own;
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
        this.sites = sites;
        this.config = config;
        this.reader = new RequestReader(worker.head(), config.limits());
        this.intake = new Intake(reader, deadline);
        this.upload = new Upload(reader);
        this.reception = new Reception(worker, sites);
        this.own = new OwnConnections(worker);
    }

    @Override
    public Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    @Override
    public Client peer() {
        return peer;
    }

    @Override
    public @Nullable Security security() {
        return security;
    }

    @Override
    public Trail trail() {
        return trail;
    }

    @Override
    public OwnConnections ownConnections() {
        return own;
    }

    @Override
    public boolean isRequestDone() {
        return reader.isDone();
    }

    @Override
    public boolean isLeaving() {
        return leaving;
    }

    @Override
    public ClientTimeouts timeouts() {
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
            closing.discard(ctx.channel(), (ByteBuf) message);
            return;
        }
        reader.add((ByteBuf) message, ctx.alloc());
        if (!served && config.http2().clearText() && security == null && reader.isHttp2()) {
            makeWay(ctx);
        } else {
            process();
        }
    }

    /** The client knew that HTTP/2 is spoken here. */
    private void makeWay(ChannelHandlerContext ctx) {
        ByteBuf received = reader.leave();
        end();
        ctx.pipeline().addLast(new MultiplexedConnection(worker, sites, config, _ -> trail, log.multiplexing()));
        ctx.fireChannelActive();
        ctx.fireChannelRead(received);
        if (leaving) {
            ctx.fireUserEventTriggered(Drain.AFTER_ANSWER);
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void process() {
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

    /** For the log of the node: somebody has taken this port for another one. */
    void tellOf(Refusal refusal) {
        sites.get().strangers().refuse(channel().remoteAddress(), refusal.reason());
    }

    void headComplete() {
        served = true;
        touch();
        Exchange next = reception.receive(this);
        if (next != null) {
            exchange = next;
            next.start();
        }
    }

    @Override
    public ResponseWriter response(RequestTraits traits, FieldEdits edits, Bond bond) {
        return new PlainResponse(channel(), traits, edits, bond, trail);
    }

    @Override
    public void touch() {
        deadline.in(exchange == null ? timeouts().client() : exchange.patience());
    }

    @Override
    public void replied(ByteBuf answer, int status, boolean close) {
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

    @Override
    public void finished(boolean keep) {
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

    @Override
    public void refuse(Refusal refusal, boolean bodiless) {
        exchange = null;
        intake.giveUp(trail);
        trail.refused(refusal.status().code, refusal.reason());
        ByteBuf answer = Answers.of(channel().alloc(), refusal, bodiless, config.errorPages(), reception.answerEdits());
        trail.out(answer.readableBytes());
        channel().write(answer, channel().voidPromise());
        trail.end(refusal.cause());
        leave(false);
    }

    @Override
    public void cut(boolean reset, Cause cause) {
        trail.end(cause);
        exchange = null;
        reader.drop();
        closing.cut(channel(), reset);
    }

    private void leave(boolean clean) {
        reader.drop();
        closing.behindAnswer(channel(), clean || ended);
    }

    @Override
    public void tunnel(DuplexChannel server, @Nullable ByteBuf rest, Duration silence) {
        if (rest != null) {
            trail.out(rest.readableBytes());
            channel().write(rest, channel().voidPromise());
        }
        channel().flush();
        exchange = null;
        end();
        channel().pipeline().remove(this);
        ByteBuf early = reader.leave();
        if (early != null) {
            trail.in(early.readableBytes());
            server.writeAndFlush(early, server.voidPromise());
        }
        Relay.join(worker.worker(), (DuplexChannel) channel(), server, silence, trail);
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
        } else if (event instanceof Drain how) {
            drain(how);
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

    private void drain(Drain how) {
        leaving = true;
        if (how != Drain.AFTER_ANSWER && isUnused()) {
            closing.unused(channel(), served || how == Drain.LAST_WORD, this::isUnused);
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
        own.close();
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
