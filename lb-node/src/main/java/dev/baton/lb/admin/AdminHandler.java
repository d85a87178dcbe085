package dev.baton.lb.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBufUtil;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of the admin API; every answer is JSON and ends its connection. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

    private final NodeOperations node;
    private final JsonMapper json;
    private final boolean mayChange;

    /** @param mayChange whether those who reach this handler may change anything, or only read */
    AdminHandler(NodeOperations node, JsonMapper json, boolean mayChange) {
        this.node = node;
        this.json = json;
        this.mayChange = mayChange;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        switch (request.uri()) {
            case "/v1/status" -> read(ctx, request, CompletableFuture.completedFuture(node.status()));
            case "/v1/events" -> read(ctx, request, CompletableFuture.completedFuture(node.events()));
            case "/v1/why" -> read(ctx, request, node.why());
            case "/v1/servers" -> servers(ctx, request);
            case "/v1/reload" -> change(ctx, request, ReloadRequest.class, node::reload);
            case "/v1/switchover" -> change(ctx, request, SwitchoverRequest.class, node::switchover);
            case "/v1/maintenance" -> change(ctx, request, MaintenanceRequest.class, this::maintenance);
            default -> error(ctx, HttpResponseStatus.NOT_FOUND, "no such resource: " + request.uri());
        }
    }

    private CompletableFuture<MaintenanceRequest> maintenance(MaintenanceRequest asked) {
        try {
            node.setMaintenance(asked.on());
            return CompletableFuture.completedFuture(asked);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void servers(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.method().equals(HttpMethod.POST)) {
            change(ctx, request, ServerRequest.class, this::server);
        } else {
            read(ctx, request, CompletableFuture.completedFuture(node.servers()));
        }
    }

    private CompletableFuture<ServersReport> server(ServerRequest asked) {
        try {
            node.changeServer(asked);
            return CompletableFuture.completedFuture(node.servers());
        } catch (IOException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void read(ChannelHandlerContext ctx, FullHttpRequest request, CompletableFuture<?> answer) {
        if (allowed(ctx, request, HttpMethod.GET)) {
            answerWhenThere(ctx, answer);
        }
    }

    private <T> void change(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            Class<T> type,
            Function<T, ? extends CompletableFuture<?>> action) {
        if (!allowed(ctx, request, HttpMethod.POST)) {
            return;
        }
        T asked;
        try {
            asked = json.readValue(ByteBufUtil.getBytes(request.content()), type);
        } catch (IOException e) {
            error(ctx, HttpResponseStatus.BAD_REQUEST, "not what " + request.uri() + " takes: " + e.getMessage());
            return;
        }
        log.info("{} asks for {} {}", Callers.name(ctx.channel()), request.uri(), asked);
        answerWhenThere(ctx, action.apply(asked));
    }

    private void answerWhenThere(ChannelHandlerContext ctx, CompletableFuture<?> answer) {
        answer.whenComplete((done, failure) -> {
            if (failure != null) {
                HttpResponseStatus status = failure instanceof IllegalArgumentException
                        ? HttpResponseStatus.BAD_REQUEST
                        : HttpResponseStatus.INTERNAL_SERVER_ERROR;
                error(ctx, status, String.valueOf(failure.getMessage()));
            } else {
                answer(ctx, HttpResponseStatus.OK, done);
            }
        });
    }

    private boolean allowed(ChannelHandlerContext ctx, FullHttpRequest request, HttpMethod method) {
        if (!mayChange && !method.equals(HttpMethod.GET)) {
            error(ctx, HttpResponseStatus.FORBIDDEN, request.uri() + " is for the admin socket alone");
            return false;
        }
        if (request.method().equals(method)) {
            return true;
        }
        error(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, request.uri() + " takes " + method);
        return false;
    }

    private void error(ChannelHandlerContext ctx, HttpResponseStatus status, String message) {
        answer(ctx, status, Map.of("error", message));
    }

    private void answer(ChannelHandlerContext ctx, HttpResponseStatus status, Object body) {
        byte[] bytes;
        try {
            bytes = json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("admin connection ended", cause);
        ctx.close();
    }
}
