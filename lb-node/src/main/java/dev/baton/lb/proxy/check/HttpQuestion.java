package dev.baton.lb.proxy.check;

import dev.baton.ha.track.Finding;
import dev.baton.lb.config.CheckConfig.Http;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Whether a server answers a request as it should. Reads as far as it takes to know, at most 64 KiB of the body. */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes arrive in exceptionCaught
final class HttpQuestion extends Question<HttpObject, Finding> {

    private static final String AGENT = "baton-check";
    private static final int MAX_LINE = 4096;
    private static final int MAX_HEAD = 32 * 1024;
    private static final int MAX_BODY = 64 * 1024;

    private final Http check;
    private final boolean http2;
    private final boolean secure;
    private final String host;
    private final String wanted;
    private final StringBuilder body = new StringBuilder();
    private boolean inBody;

    /**
     * @param host the Host field where the configuration has none
     * @param http2 whether it is asked in HTTP/2
     * @param secure whether over TLS
     */
    HttpQuestion(Http check, String host, boolean http2, boolean secure, Duration timeout, Consumer<Finding> asker) {
        super(HttpObject.class, timeout, asker);
        this.check = check;
        this.http2 = http2;
        this.secure = secure;
        this.host = check.host().orElse(host);
        // Bytes are compared, whatever they encode; Latin-1 has a character for each.
        this.wanted = new String(check.body().orElse("").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Override
    void connected(Channel to) {
        ChannelHandlerContext self = to.pipeline().context(this);
        if (http2) {
            to.pipeline()
                    .addBefore(self.name(), null, Http2Request.of(check.method(), check.path(), host, secure, AGENT));
            return;
        }
        to.pipeline().addBefore(self.name(), null, new HttpClientCodec(MAX_LINE, MAX_HEAD, MAX_BODY));
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(check.method()), check.path());
        request.headers()
                .set(HttpHeaderNames.HOST, host)
                .set(HttpHeaderNames.USER_AGENT, AGENT)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        to.writeAndFlush(request, to.voidPromise());
    }

    @Override
    Finding failed(String why) {
        return Finding.bad(why);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            answer(Finding.bad(http2 ? "no response in HTTP/2" : "no HTTP response"));
            return;
        }
        if (message instanceof HttpResponse response) {
            head(response.status().code());
        }
        if (inBody && message instanceof HttpContent piece) {
            body(piece);
        }
    }

    private void head(int status) {
        if (status < 200) {
            return;
        }
        if (!check.expect().contains(status)) {
            answer(Finding.bad("status " + status));
        } else if (wanted.isEmpty()) {
            answer(Finding.GOOD);
        } else {
            inBody = true;
        }
    }

    private void body(HttpContent piece) {
        int from = Math.max(0, body.length() - wanted.length());
        int room = Math.min(piece.content().readableBytes(), MAX_BODY - body.length());
        body.append(piece.content().toString(piece.content().readerIndex(), room, StandardCharsets.ISO_8859_1));
        if (body.indexOf(wanted, from) >= 0) {
            answer(Finding.GOOD);
        } else if (piece instanceof LastHttpContent || body.length() >= MAX_BODY) {
            answer(Finding.bad("the body has not \"" + check.body().orElse("") + "\" in it"));
        }
    }
}
