package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.h2.MalformedException;
import dev.baton.lb.proxy.h2.Trailers;
import dev.baton.lb.traffic.Multiplexing.By;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/** What a client sends, frame by frame, after the codec has found nothing wrong with it. */
final class StreamFrames extends Http2FrameAdapter {

    private final MultiplexedConnection connection;

    StreamFrames(MultiplexedConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last)
            throws Http2Exception {
        Http2Stream stream = connection.connection().stream(id);
        if (stream == null || connection.isOver()) {
            return;
        }
        ClientStream known = connection.find(stream);
        ClientStream asking = known == null ? connection.open(stream, last) : known;
        try {
            if (known != null) {
                known.trailers(Trailers.lines(headers));
            } else if (!connection.intake().head(asking, headers, last)) {
                connection.faults().givenUp();
            }
        } catch (MalformedException e) {
            throw malformed(asking, id, e);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last)
            throws Http2Exception {
        if (!data.isReadable() && !last) {
            connection.faults().idleFrame();
        }
        ClientStream asking = connection.find(connection.connection().stream(id));
        if (asking == null) {
            return data.readableBytes() + padding;
        }
        try {
            return asking.received(data, last) + padding;
        } catch (MalformedException e) {
            throw malformed(asking, id, e);
        }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) throws Http2Exception {
        connection.counts().reset(By.CLIENT, error);
        connection.faults().givenUp();
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf why) {
        connection.counts().goAway(By.CLIENT, error);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        connection.faults().idleFrame();
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        connection.faults().idleFrame();
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        connection.farewell().heard();
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        connection.faults().idleFrame();
    }

    private static Http2Exception malformed(ClientStream asking, int id, MalformedException why) {
        asking.cancel(Cause.PROXY);
        return Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, String.valueOf(why.getMessage()));
    }
}
