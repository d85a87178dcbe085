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

/** One request of the admin API; every answer ends its connection. */
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
                    .thenAccept(answer -> answer(ctx, AdminPages.JSON_TYPE, answer));
            return;
        }
        String uri = request.uri();
        String node = request.headers().get(NODE_FIELD);
        boolean open = node == null
                && uri.equals(AdminPages.METRICS)
                && request.method().equals(HttpMethod.GET)
                && AdminPages.wantsOpenMetrics(request.headers().get(HttpHeaderNames.ACCEPT, ""));
        if (open) {
            AdminAnswer answer = api.openMetrics();
            answer(ctx, AdminPages.type(uri, answer, true), answer);
            return;
        }
        AdminQuestion question = new AdminQuestion(
                request.method().name(),
                uri,
                request.content().toString(StandardCharsets.UTF_8),
                Callers.name(ctx.channel()));
        (node == null || !mayChange ? api.answer(question) : api.answerOn(node, question))
                .thenAccept(answer -> answer(ctx, AdminPages.type(uri, answer, false), answer));
    }

    private static void answer(ChannelHandlerContext ctx, String type, AdminAnswer answer) {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, AdminPages.POLICY)
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
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
