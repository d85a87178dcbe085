package dev.baton.lb.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of the admin API; every answer is JSON and ends its connection. */
@SuppressWarnings("FutureReturnValueIgnored") // the API never fails, and a failed write ends the connection
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** Names the node that shall answer, when it is another one than this. */
    static final String NODE_FIELD = "Baton-Node";

    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

    private final AdminApi api;
    private final boolean mayChange;

    /** @param mayChange whether those who reach this handler may change anything, or only read */
    AdminHandler(AdminApi api, boolean mayChange) {
        this.api = api;
        this.mayChange = mayChange;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!mayChange && !request.method().equals(HttpMethod.GET)) {
            api.error(HttpResponseStatus.FORBIDDEN.code(), request.uri() + " is for the admin socket alone")
                    .thenAccept(answer -> answer(ctx, answer));
            return;
        }
        AdminQuestion question = new AdminQuestion(
                request.method().name(),
                request.uri(),
                request.content().toString(StandardCharsets.UTF_8),
                Callers.name(ctx.channel()));
        String node = request.headers().get(NODE_FIELD);
        (node == null || !mayChange ? api.answer(question) : api.answerOn(node, question))
                .thenAccept(answer -> answer(ctx, answer));
    }

    private static void answer(ChannelHandlerContext ctx, AdminAnswer answer) {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("admin connection ended", cause);
        } else {
            log.error("a question on the admin socket could not be answered; please report this", cause);
        }
        ctx.close();
    }
}
