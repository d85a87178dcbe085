package dev.baton.lb.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import org.jspecify.annotations.Nullable;

/** Passes requests on when they are whole. Of one that is too long nothing more is read. */
final class WholeRequest extends HttpObjectAggregator {

    static final int MAX_BYTES = 64 * 1024;

    /** What there is instead of a request. */
    enum Refused {
        TOO_LONG
    }

    WholeRequest() {
        super(MAX_BYTES);
    }

    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
        // Whoever asks first whether he may send too much is answered as if he had sent it.
        return isContentLengthInvalid(start, maxContentLength)
                ? null
                : super.newContinueResponse(start, maxContentLength, pipeline);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        ctx.channel().config().setAutoRead(false);
        ctx.fireUserEventTriggered(Refused.TOO_LONG);
    }
}
