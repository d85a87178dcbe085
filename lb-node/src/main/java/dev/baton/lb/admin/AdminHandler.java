package dev.baton.lb.admin;

import dev.baton.lb.admin.Seats.Seat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of the admin API: one request and its answer, in a place and a time that are bounded. */
@SuppressWarnings("FutureReturnValueIgnored") // the API never fails, and a failed write ends the connection
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** Names the node that shall answer, when it is another one than this. */
    static final String NODE_FIELD = "Baton-Node";

    /** From connecting to the last byte of the request. */
    private static final long REQUEST_SECONDS = 10;

    /** From connecting to the last byte of the answer; longer than a reload of a whole cluster may take. */
    private static final long MAX_SECONDS = 60;

    /** For whoever still sends what nobody reads to find the answer before the connection ends. */
    private static final long LINGER_SECONDS = 1;

    private static final int LONGEST_SHOWN = 100;

    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

    private final AdminApi api;
    private final Gate gate;
    private final Seats seats;
    private final Refusals refusals;
    private @Nullable Seat seat;
    private boolean asked;

    AdminHandler(AdminApi api, Gate gate, Seats seats, Refusals refusals) {
        this.api = api;
        this.gate = gate;
        this.seats = seats;
        this.refusals = refusals;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        Seat taken = seats.take(ctx.channel());
        if (taken == null) {
            ctx.close();
            return;
        }
        seat = taken;
        var late = ctx.executor().schedule(() -> closeUnlessAsked(ctx), REQUEST_SECONDS, TimeUnit.SECONDS);
        var end = ctx.executor().schedule(() -> ctx.close(), MAX_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(_ -> {
            seats.leave(taken);
            late.cancel(false);
            end.cancel(false);
        });
        super.channelActive(ctx);
    }

    private void closeUnlessAsked(ChannelHandlerContext ctx) {
        if (!asked) {
            ctx.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (asked || seat == null) {
            return; // One request a connection; what was sent behind it is not read.
        }
        asked = true;
        ctx.channel().config().setAutoRead(false);
        seat.serve();
        if (request.decoderResult().isFailure()) {
            answer(ctx, AdminPages.JSON_TYPE, api.error(HttpResponseStatus.BAD_REQUEST.code(), "this is no HTTP/1"));
            return;
        }
        Caller caller = gate.caller(ctx.channel(), request.headers());
        String method = request.method().name();
        String node = request.headers().get(NODE_FIELD);
        boolean page = !method.equals("GET") && request.headers().contains(HttpHeaderNames.ORIGIN);
        if (page || !caller.right().covers(Right.needed(method, request.uri(), node != null))) {
            refuse(ctx, request, page ? "no page that a browser shows may change anything" : caller.wayOut(), caller);
            return;
        }
        serve(ctx, request, node, caller);
    }

    private void refuse(ChannelHandlerContext ctx, FullHttpRequest request, String why, Caller caller) {
        String what = visible(request.method() + " " + request.uri());
        refusals.note(caller.name(), what, why);
        int status = caller.right() == Right.NOTHING ? gate.stranger() : HttpResponseStatus.FORBIDDEN.code();
        answer(ctx, AdminPages.JSON_TYPE, api.error(status, what + " is not for " + caller.name() + ": " + why));
    }

    /** Whatever a client sends stays one line of the log, and a short one. */
    private static String visible(String text) {
        String line = text.replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
    }

    private void serve(ChannelHandlerContext ctx, FullHttpRequest request, @Nullable String node, Caller caller) {
        String uri = request.uri();
        if (node == null && uri.equals(AdminPages.METRICS) && request.method().equals(HttpMethod.GET)) {
            boolean open = AdminPages.wantsOpenMetrics(request.headers().get(HttpHeaderNames.ACCEPT, ""));
            write(ctx, AdminPages.metricsType(open), HttpResponseStatus.OK, api.metrics(open))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        AdminQuestion question = new AdminQuestion(
                request.method().name(), uri, request.content().toString(StandardCharsets.UTF_8), caller.name());
        CompletableFuture<AdminAnswer> answer = node == null ? api.answer(question) : api.answerOn(node, question);
        answer.thenAccept(done -> ctx.executor().execute(() -> answer(ctx, AdminPages.type(uri, done), done)));
    }

    private void answer(ChannelHandlerContext ctx, String type, AdminAnswer answer) {
        write(ctx, type, answer).addListener(ChannelFutureListener.CLOSE);
    }

    private ChannelFuture write(ChannelHandlerContext ctx, String type, AdminAnswer answer) {
        return write(
                ctx,
                type,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body().getBytes(StandardCharsets.UTF_8)));
    }

    private ChannelFuture write(ChannelHandlerContext ctx, String type, HttpResponseStatus status, ByteBuf body) {
        if (seat != null) {
            seat.owe(body.readableBytes());
        }
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        HttpHeaders fields = response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, AdminPages.POLICY)
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
            fields.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return ctx.writeAndFlush(response);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event != WholeRequest.Refused.TOO_LONG) {
            super.userEventTriggered(ctx, event);
        } else if (!asked) {
            asked = true;
            String message = "the request is longer than " + WholeRequest.MAX_BYTES + " bytes";
            write(ctx, AdminPages.JSON_TYPE, api.error(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code(), message))
                    .addListener(_ -> ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || (cause instanceof DecoderException && cause.getCause() != null)) {
            log.debug("admin connection ended", cause);
        } else {
            log.error("a question on the admin socket could not be answered; please report this", cause);
        }
        ctx.close();
    }
}
