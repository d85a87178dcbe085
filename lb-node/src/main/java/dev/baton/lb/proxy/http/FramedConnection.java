package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.h2.Codec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2, of a client or to a server, as far as frames are written. What one event loop turn writes is
 * sent at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
abstract class FramedConnection extends Http2ConnectionHandler {

    private final int window;
    private @Nullable ChannelHandlerContext context;
    private boolean flushing;

    FramedConnection(Codec codec) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true);
        this.window = codec.window();
    }

    final Channel channel() {
        return context().channel();
    }

    final ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not connected");
        }
        return context;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    /** Lets more of all bodies together be under way than HTTP/2 does by itself. */
    final void widen() throws Http2Exception {
        decoder()
                .flowController()
                .incrementWindowSize(
                        connection().connectionStream(),
                        window - decoder().flowController().initialWindowSize());
    }

    final boolean isWritable(Http2Stream stream) {
        return encoder().flowController().isWritable(stream);
    }

    /** @param last whether nothing follows on the stream */
    final void write(Http2Stream stream, Http2Headers headers, boolean last) {
        write(stream.id(), headers, last);
    }

    /** As above, on a stream that may have to be opened for it. */
    final void write(int stream, Http2Headers headers, boolean last) {
        encoder().writeHeaders(context(), stream, headers, 0, last, context().newPromise());
    }

    /**
     * @param data given away
     * @param last whether nothing follows on the stream
     */
    final void write(Http2Stream stream, ByteBuf data, boolean last) {
        encoder().writeData(context(), stream.id(), data, 0, last, context().newPromise());
    }

    final void reset(Http2Stream stream, Http2Error error) {
        resetStream(context(), stream.id(), error.code(), context().newPromise());
        flushSoon();
    }

    /** So much of what came on a stream need not be remembered any more: as much again may be sent. */
    final void consumed(Http2Stream stream, int bytes) {
        try {
            if (decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    /** At the end of the loop's turn: other streams may have something to say by then. */
    final void flushSoon() {
        if (!flushing) {
            flushing = true;
            channel().eventLoop().execute(this::flushNow);
        }
    }

    private void flushNow() {
        flushing = false;
        flush(context());
    }
}
