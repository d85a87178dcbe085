package dev.baton.lb.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of HTTP/2 in clear that answers each request, once it is whole, as the test says. */
@SuppressWarnings("FutureReturnValueIgnored") // a test that misses an answer fails
final class Http2Server implements Closeable {

    /** A test that means no other. */
    static final int MANY = 100;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Set<Channel> used = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Http2Error> resets = new LinkedBlockingQueue<>();
    private final Script script;
    private final Channel listener;

    /** What to do with a request. Runs on the server's one loop. */
    @FunctionalInterface
    interface Script {
        void answer(Request request);
    }

    /**
     * A whole request.
     *
     * @param trailers null for none
     */
    record Request(
            ChannelHandlerContext ctx,
            Http2Headers headers,
            String body,
            @Nullable Http2Headers trailers) {

        String path() {
            return headers.path().toString();
        }

        Request head(String status, boolean last, String... fields) {
            Http2Headers answer = new DefaultHttp2Headers().status(status);
            for (int i = 0; i < fields.length; i += 2) {
                answer.add(fields[i], fields[i + 1]);
            }
            ctx.writeAndFlush(new DefaultHttp2HeadersFrame(answer, last));
            return this;
        }

        Request data(String text, boolean last) {
            return data(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), last);
        }

        Request data(ByteBuf bytes, boolean last) {
            ctx.writeAndFlush(new DefaultHttp2DataFrame(bytes, last));
            return this;
        }

        void trailers(String name, String value) {
            ctx.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().add(name, value), true));
        }

        void ok(String body) {
            head("200", false, "content-length", String.valueOf(body.length())).data(body, true);
        }

        /** In a later turn: the codec forgets what it has not sent of a stream that is reset. */
        void reset(Http2Error error) {
            ctx.executor().execute(() -> ctx.writeAndFlush(new DefaultHttp2ResetFrame(error)));
        }

        int stream() {
            return ((Http2StreamChannel) ctx.channel()).stream().id();
        }

        /** Says past the codec, which knows only of requests that it has read, which one is the last. */
        void goAway(int last) {
            byte[] payload = ByteBuffer.allocate(8).putInt(last).putInt(0).array();
            Channel connection = ctx.channel().parent();
            Objects.requireNonNull(connection.pipeline().context(Http2FrameCodec.class))
                    .writeAndFlush(Unpooled.wrappedBuffer(Http2Peer.frame(Http2Peer.GOAWAY, 0, 0, payload)));
        }

        /** Likewise. */
        void cut() {
            ctx.executor().execute(() -> ctx.channel().parent().close());
        }
    }

    /** @param most how many it takes at once on a connection */
    Http2Server(int most, Script script) {
        this.script = script;
        this.listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer()
                                        .initialSettings(new Http2Settings().maxConcurrentStreams(most))
                                        .build())
                                .addLast(new Http2MultiplexHandler(new Stream()))
                                .addLast(new Breaks());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    Http2Server(Script script) {
        this(MANY, script);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Connections on which there were requests. */
    int connections() {
        return used.size();
    }

    /** The code of the next stream that was reset by who asked. */
    @Nullable Http2Error awaitReset() throws InterruptedException {
        return resets.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One of each stream. */
    private final class Stream extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel stream) {
            used.add(stream.parent());
            stream.pipeline().addLast(new Reading());
        }
    }

    /** Checks end with a reset of the connection. */
    private static final class Breaks extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** Gathers a request. */
    private final class Reading extends ChannelInboundHandlerAdapter {

        private final StringBuilder body = new StringBuilder();
        private @Nullable Http2Headers head;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            try {
                Http2Headers first = head;
                if (message instanceof Http2HeadersFrame headers && first == null) {
                    head = headers.headers();
                    answerIf(headers.isEndStream(), ctx, headers.headers(), null);
                } else if (message instanceof Http2HeadersFrame trailers && first != null) {
                    answerIf(trailers.isEndStream(), ctx, first, trailers.headers());
                } else if (message instanceof Http2DataFrame data && first != null) {
                    body.append(data.content().toString(StandardCharsets.ISO_8859_1));
                    answerIf(data.isEndStream(), ctx, first, null);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                resets.add(Http2Error.valueOf(reset.errorCode()));
            }
        }

        private void answerIf(
                boolean whole, ChannelHandlerContext ctx, Http2Headers first, @Nullable Http2Headers trailers) {
            if (whole) {
                script.answer(new Request(ctx, first, body.toString(), trailers));
            }
        }
    }
}
