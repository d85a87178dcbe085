package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ClientConfig;
import dev.baton.lb.config.ClientTimeouts;
import dev.baton.lb.config.ErrorPage;
import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.access.Trail;
import dev.baton.lb.proxy.h2.Codec;
import dev.baton.lb.proxy.h2.Faults;
import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.Deadlines;
import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.proxy.loop.Origins;
import dev.baton.lb.proxy.loop.Security;
import dev.baton.lb.traffic.Multiplexing;
import dev.baton.lb.traffic.Multiplexing.By;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection of HTTP/2: knows its streams, and how all of them end together.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
public final class MultiplexedConnection extends FramedConnection {

    private final HttpWorker worker;
    private final Supplier<Site> sites;
    private final ClientConfig config;
    private final StreamIntake intake;
    private final Faults faults;
    private final Function<Channel, Trail> log;
    private final Multiplexing counts;
    private final ClientStreams streams;
    private final Deadline deadline = new Patience();
    private final Closing closing = new Closing(deadline);
    private final Farewell farewell = new Farewell(this, closing);
    private final Ration ration = new Ration(this);
    private Client peer = Client.UNKNOWN;
    private Trail trail = Trail.NONE;
    private @Nullable Security security;
    private final OwnConnections own;

    /**
     * @param sites what the configuration says at the moment; asked once a request
     * @param log makes the connection's trail, by which those of its requests are made; once
     * @param counts where it is counted beyond its requests
     */
    public MultiplexedConnection(
            HttpWorker worker,
            Supplier<Site> sites,
            ClientConfig config,
            Function<Channel, Trail> log,
            Multiplexing counts) {
        this(worker, sites, config, log, counts, Codec.of(config.limits(), config.http2()));
    }

    private MultiplexedConnection(
            HttpWorker worker,
            Supplier<Site> sites,
            ClientConfig config,
            Function<Channel, Trail> log,
            Multiplexing counts,
            Codec codec) {
        super(codec);
        this.worker = worker;
        this.sites = sites;
        this.config = config;
        this.log = log;
        this.counts = counts;
        this.faults = new Faults(config.http2());
        this.intake = new StreamIntake(worker, new Reception(worker, sites), config.limits());
        this.streams = new ClientStreams(this, counts);
        this.own = new OwnConnections(worker);
        decoder().frameListener(new StreamFrames(this));
        connection().addListener(streams);
        encoder().flowController().listener(this::writabilityChanged);
    }

    Client peer() {
        return peer;
    }

    @Nullable Security security() {
        return security;
    }

    ClientTimeouts timeouts() {
        return config.timeouts();
    }

    HttpLimits limits() {
        return config.limits();
    }

    Map<Integer, ErrorPage> errorPages() {
        return config.errorPages();
    }

    /** Changes of the fields of all responses, for those that no server gives. */
    FieldEdits answerEdits() {
        return sites.get().answerEdits();
    }

    Deadlines deadlines() {
        return worker.worker().deadlines();
    }

    Faults faults() {
        return faults;
    }

    Multiplexing counts() {
        return counts;
    }

    Farewell farewell() {
        return farewell;
    }

    /** Whether nothing more is taken. */
    boolean isOver() {
        return closing.isBegun();
    }

    /** Whether it was asked to leave and has had its last answer. */
    boolean isLeaving() {
        return farewell.isBegun() && closing.isBegun();
    }

    /** The last of the requests that were under way is over. */
    void unused() {
        deadline.in(timeouts().idle());
        farewell.unused();
    }

    /** Whether no request is under way. */
    boolean isUnused() {
        return streams.isEmpty();
    }

    OwnConnections ownConnections() {
        return own;
    }

    HttpWorker worker() {
        return worker;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        peer = Client.of(Origins.client(ctx.channel()));
        security = Security.of(ctx.channel());
        trail = log.apply(ctx.channel());
        counts.connectionOpened();
        ctx.channel().closeFuture().addListener(_ -> counts.connectionClosed());
        deadline.in(timeouts().idle());
        deadlines().add(deadline);
        widen();
        super.channelActive(ctx);
    }

    /** A request begins on a stream. */
    ClientStream open(Http2Stream stream, boolean complete) {
        ClientStream fresh = new ClientStream(this, stream, trail.beside(), complete);
        faults.opened(stream.id());
        streams.add(stream, fresh);
        return fresh;
    }

    StreamIntake intake() {
        return intake;
    }

    /** Null for a stream that is not known, or whose request is over. */
    @Nullable ClientStream find(@Nullable Http2Stream stream) {
        return streams.find(stream);
    }

    private void writabilityChanged(Http2Stream stream) {
        ClientStream asking = find(stream);
        if (asking != null) {
            asking.writabilityChanged();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        ration.received(ctx, (ByteBuf) message);
    }

    /** Takes what came apart into frames. */
    void decode(ChannelHandlerContext ctx, ByteBuf data) throws Exception {
        if (closing.isBegun()) {
            closing.discard(ctx.channel(), data);
        } else {
            super.channelRead(ctx, data);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        flush(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        listen();
        super.channelWritabilityChanged(ctx);
    }

    /** Whoever doesn't take what was written can't make more be written, nor who has sent more than can be read now. */
    void listen() {
        boolean wanted = closing.isBegun() ? closing.isReading() : channel().isWritable() && !ration.isWaiting();
        channel().config().setAutoRead(wanted);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event instanceof ChannelInputShutdownEvent) {
            ration.ended();
        } else if (event instanceof Drain how) {
            farewell.begin(how);
        }
    }

    /** The client has ended its half, and all that came before is read. */
    void clientEnded() {
        streams.forEach(ClientStream::clientEnded);
        farewell.clientEnded();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        closing.done();
        ration.drop();
        super.channelInactive(ctx); // Closes the streams.
        deadlines().remove(deadline);
        own.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof Http2Exception) {
            super.exceptionCaught(ctx, cause);
        } else {
            ctx.close();
        }
    }

    /** Says why, and closes when the client has had time to hear it. */
    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error == null && cause instanceof IOException) {
            ctx.close(); // The client has gone, with something still to be written.
            return;
        }
        if (closing.isBegun()) {
            return;
        }
        String why = String.valueOf(cause.getMessage());
        sites.get().troubles().refuse(ctx.channel().remoteAddress(), why);
        Http2Error code = error == null ? Http2Error.INTERNAL_ERROR : Faults.named(error);
        counts.goAway(By.BATON, code.code());
        // What went wrong in here is for the log alone.
        String told = error == null ? "" : why;
        frameWriter()
                .writeGoAway(
                        ctx,
                        connection().remote().lastStreamCreated(),
                        code.code(),
                        Unpooled.copiedBuffer(told, StandardCharsets.US_ASCII),
                        ctx.newPromise());
        closing.behindAnswer(ctx.channel(), false);
        streams.forEach(asking -> asking.cancel(Cause.PROXY));
    }

    @Override
    protected void onStreamError(ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException error) {
        try {
            faults.judge(error, connection().stream(error.streamId()) != null);
            ClientStream asking = find(connection().stream(error.streamId()));
            super.onStreamError(ctx, outbound, cause, Faults.named(error, asking != null && asking.isWhole()));
        } catch (Http2Exception worse) {
            onConnectionError(ctx, outbound, worse, worse);
        }
    }

    @Override
    public ChannelFuture resetStream(ChannelHandlerContext ctx, int id, long error, ChannelPromise promise) {
        faults.reset(id);
        counts.reset(By.BATON, error);
        return super.resetStream(ctx, id, error, promise);
    }

    /** Ends a connection that is not used for long. */
    private final class Patience extends Deadline {
        @Override
        protected void expired() {
            if (closing.isBegun()) {
                channel().close();
            } else if (!streams.isEmpty()) {
                deadline.in(timeouts().idle());
            } else {
                farewell.end();
            }
        }
    }
}
