package dev.baton.lb.proxy.check;

import dev.baton.lb.proxy.h2.Codec;
import dev.baton.lb.proxy.h2.FieldLines;
import dev.baton.lb.proxy.h2.MalformedException;
import dev.baton.lb.proxy.h2.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks one thing in HTTP/2 as soon as it is connected, and hands on what comes as the codec of HTTP/1.1 does. */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes arrive in exceptionCaught
final class Http2Request extends Http2ConnectionHandler {

    private final Http2Headers request;

    private Http2Request(Codec codec, Http2Headers request) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true);
        this.request = request;
        decoder().frameListener(new Answers());
    }

    /** @param secure whether over TLS */
    static Http2Request of(String method, String path, String host, boolean secure, String agent) {
        String head = method + " " + path + " HTTP/1.1\r\nhost: " + host + "\r\nuser-agent: " + agent + "\r\n\r\n";
        ByteBuf bytes = Unpooled.copiedBuffer(head, StandardCharsets.UTF_8);
        return new Http2Request(Codec.toServer(), FieldLines.request(bytes, secure, host));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        encoder()
                .writeHeaders(
                        ctx, connection().local().incrementAndGetNextStreamId(), request, 0, true, ctx.newPromise());
        flush(ctx);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        fail(ctx, cause);
    }

    @Override
    protected void onStreamError(ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException error) {
        fail(ctx, cause);
    }

    private static void fail(ChannelHandlerContext ctx, Throwable why) {
        HttpResponse none = response(HttpResponseStatus.BAD_GATEWAY.code());
        none.setDecoderResult(DecoderResult.failure(why));
        ctx.fireChannelRead(none);
    }

    private static HttpResponse response(int status) {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    }

    /** There is one stream, so nobody need ask which one a frame is for. */
    private static final class Answers extends Http2FrameAdapter {

        private boolean answered;

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean last) {
            onHeadersRead(ctx, id, headers, padding, last);
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last) {
            if (!answered) {
                try {
                    int status = ResponseHead.status(headers);
                    answered = status >= 200;
                    ctx.fireChannelRead(response(status));
                } catch (MalformedException e) {
                    fail(ctx, e);
                }
            }
            if (last) {
                ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
            int bytes = data.readableBytes() + padding;
            ctx.fireChannelRead(
                    last ? new DefaultLastHttpContent(data.retain()) : new DefaultHttpContent(data.retain()));
            return bytes;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
            fail(ctx, new MalformedException("the server resets the stream"));
        }
    }
}
