package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.h2.MalformedException;
import dev.baton.lb.proxy.h2.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** What a server sends, frame by frame, after the codec has found nothing wrong with it. */
final class ServerFrames extends Http2FrameAdapter {

    private final SharedConnection connection;

    ServerFrames(SharedConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        connection.settled();
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
            boolean last) {
        onHeadersRead(ctx, id, headers, padding, last);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last) {
        ServerStream asked = connection.find(id);
        if (asked == null) {
            return;
        }
        try {
            if (asked.isAnswered()) {
                asked.trailers(Trailers.lines(headers), last);
            } else {
                asked.head(headers, last);
            }
        } catch (MalformedException e) {
            asked.malformed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
        ServerStream asked = connection.find(id);
        int bytes = data.readableBytes() + padding;
        if (asked == null) {
            return bytes;
        }
        try {
            return asked.data(data, bytes, last);
        } catch (MalformedException e) {
            asked.malformed(String.valueOf(e.getMessage()));
            return bytes;
        }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
        ServerStream asked = connection.find(id);
        if (asked != null) {
            asked.closed(error == Http2Error.REFUSED_STREAM.code());
        }
    }
}
