package dev.baton.lb.proxy.http;

import dev.baton.lb.config.ServerTimeouts;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.h2.Codec;
import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Deadline;
import dev.baton.lb.proxy.loop.HandshakeException;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 to a server: knows its requests, who waits for it, and how all of them end together. Nobody is
 * sent there before the server has said how many it takes at once, and after it has said that it goes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class SharedConnection extends FramedConnection {

    /** Whatever the server allows: a lost packet holds up all that are on one connection. */
    private static final int MOST_AT_ONCE = 256;

    /** Numbers of streams are used up some time (RFC 9113, section 5.1.1); far before that another connection begins. */
    private static final int LAST_STREAM = 1 << 30;

    private final ServerStreams streams;
    private final HttpWorker worker;
    private final ServerTimeouts timeouts;
    private final PropertyKey key;
    private final Deadline deadline = new Unused();
    private final List<ServerStream> touched = new ArrayList<>();
    private List<ServerStreams.Seeker> waiting = new ArrayList<>(1);
    private Server server;
    private long heardNanos;
    private boolean ready;

    /** Whether nobody else is to be sent here. */
    private boolean leaving;

    private int running;

    SharedConnection(ServerStreams streams, HttpWorker worker, Server server, ServerTimeouts timeouts) {
        super(Codec.toServer());
        this.streams = streams;
        this.worker = worker;
        this.server = server;
        this.timeouts = timeouts;
        this.key = connection().newKey();
        decoder().frameListener(new ServerFrames(this));
        connection().addListener(new Endings());
        encoder().flowController().listener(this::writabilityChanged);
    }

    Server server() {
        return server;
    }

    HttpWorker worker() {
        return worker;
    }

    ServerTimeouts timeouts() {
        return timeouts;
    }

    /** When the server has last said anything (System.nanoTime). */
    long heardNanos() {
        return heardNanos;
    }

    void connect(Worker loop, Approach how, ServerStreams.Seeker first) {
        first.waits();
        waiting.add(first);
        // What this one says first must not be said before TLS is spoken.
        ChannelHandler before = new ChannelInboundHandlerAdapter();
        ChannelFuture connecting = loop.connect(how, timeouts.connect(), before);
        connecting.addListener(_ -> {
            if (!connecting.isSuccess()) {
                fail(connecting.cause());
            } else if (connecting.channel().isActive()) {
                connecting.channel().pipeline().replace(before, null, this);
                loop.loop().schedule(this::late, timeouts.connect().toNanos(), TimeUnit.NANOSECONDS);
            } else {
                fail(new HandshakeException("it closed at once", false, null));
            }
        });
    }

    private void late() {
        if (!ready) {
            fail(new HandshakeException("it accepts connections and says nothing of HTTP/2", true, null));
            cut();
        }
    }

    /** The server has said what it takes. Those who waited go first, and those for whom there is no room elsewhere. */
    void settled() {
        if (ready) {
            return;
        }
        ready = true;
        List<ServerStreams.Seeker> all = waiting;
        waiting = new ArrayList<>(0);
        for (ServerStreams.Seeker each : all) {
            if (hasRoom()) {
                each.found(new ServerStream(this, server));
            } else if (most() == 0) {
                each.failed(new HandshakeException("it takes no requests (MAX_CONCURRENT_STREAMS 0)", false, null));
            } else {
                each.crowded();
            }
        }
        rest();
    }

    /** Whether the seeker has found a place here, or will. */
    boolean take(Server asked, ServerStreams.Seeker seeker) {
        if (leaving || !hasRoom()) {
            return false;
        }
        server = asked;
        if (ready) {
            seeker.found(new ServerStream(this, asked));
        } else {
            seeker.waits();
            waiting.add(seeker);
        }
        return true;
    }

    /** A stream that ends at this moment still counts for the codec. */
    private boolean hasRoom() {
        return Math.max(running, connection().local().numActiveStreams()) + waiting.size() < most();
    }

    private int most() {
        return ready ? Math.min(MOST_AT_ONCE, connection().local().maxActiveStreams()) : MOST_AT_ONCE;
    }

    /**
     * Begins a request.
     *
     * @param last whether it has no body
     * @return null when it can't be
     */
    @Nullable Http2Stream begin(ServerStream asked, Http2Headers headers, boolean last) {
        if (running++ == 0) {
            worker.worker().deadlines().remove(deadline);
        }
        int id = connection().local().incrementAndGetNextStreamId();
        write(id, headers, last);
        if (id > LAST_STREAM) {
            leave();
        }
        Http2Stream begun = connection().stream(id);
        if (begun != null) {
            begun.setProperty(key, asked);
        }
        return begun;
    }

    /** A request is over. */
    void ended() {
        running--;
        rest();
    }

    private void rest() {
        if (running > 0 || !ready) {
            return;
        }
        if (leaving || server.isGone()) {
            leaving = true;
            streams.remove(this);
            cut();
        } else {
            deadline.in(timeouts.reuse());
            worker.worker().deadlines().remove(deadline);
            worker.worker().deadlines().add(deadline);
        }
    }

    /** Takes no more requests, and closes with the last one. */
    void leave() {
        if (!leaving) {
            leaving = true;
            streams.remove(this);
            rest();
        }
    }

    private void cut() {
        context().close();
    }

    /** Null for a stream that is not known, or on which nothing more is waited for. */
    @Nullable ServerStream find(int stream) {
        return find(connection().stream(stream));
    }

    private @Nullable ServerStream find(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(key);
    }

    /** Lets the server have more of one body under way than at first. */
    void widen(Http2Stream stream) {
        try {
            int more = Codec.SERVER_STREAM_WINDOW - decoder().flowController().initialWindowSize(stream);
            decoder().flowController().incrementWindowSize(stream, more);
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    /** Nothing more is waited for on it. */
    void forget(Http2Stream stream) {
        stream.removeProperty(key);
    }

    /** Something for its client came with this turn. */
    void touch(ServerStream stream) {
        if (touched.isEmpty() || touched.getLast() != stream) {
            touched.add(stream);
        }
    }

    private void writabilityChanged(Http2Stream stream) {
        ServerStream asked = find(stream);
        if (asked != null && isWritable(stream)) {
            // The codec is in the midst of writing what waited.
            channel().eventLoop().execute(asked::writable);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        widen();
        flush(ctx);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        heardNanos = System.nanoTime();
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flushResponse();
        }
        touched.clear();
        super.channelReadComplete(ctx);
    }

    /** TLS says that the server sends nothing more. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event instanceof ChannelInputShutdownEvent) {
            cut();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        // Before the streams end, or their requests would be asked again here.
        fail(new HandshakeException("it does not speak HTTP/2", false, null));
        worker.worker().deadlines().remove(deadline);
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        cut();
    }

    /** Whatever breaks the rules for all is no longer to be trusted with any. */
    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        cut();
    }

    @Override
    protected void onStreamError(ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException error) {
        ServerStream asked = find(error.streamId());
        if (asked == null) {
            super.onStreamError(ctx, outbound, cause, error);
        } else {
            asked.malformed(String.valueOf(error.getMessage()));
        }
    }

    private void fail(Throwable why) {
        leaving = true;
        streams.remove(this);
        List<ServerStreams.Seeker> all = waiting;
        waiting = new ArrayList<>(0);
        all.forEach(each -> each.failed(why));
    }

    /** Hears of the ends of streams, whoever brings them about. */
    private final class Endings extends Http2ConnectionAdapter {

        @Override
        public void onGoAwayReceived(int last, long error, ByteBuf text) {
            leave();
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            ServerStream asked = find(stream);
            if (asked != null) {
                forget(stream);
                asked.closed(connection().goAwayReceived()
                        && stream.id() > connection().local().lastStreamKnownByPeer());
            }
        }
    }

    /** It was not used for long. */
    private final class Unused extends Deadline {
        @Override
        protected void expired() {
            leave();
        }
    }
}
